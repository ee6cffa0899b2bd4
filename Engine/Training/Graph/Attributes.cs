using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;
using static FijiBridge.Engine.Models.Onnx.AttributeProto.Types;

namespace FijiBridge.Engine.Training.Graph;

/// <summary>Attributes of a node.</summary>
internal static class Attributes
{
    public static AttributeProto Of(string name, double value) => new() { Name = name, F = (float)value, Type = AttributeType.Float };

    public static AttributeProto Of(string name, long value) => new() { Name = name, I = value, Type = AttributeType.Int };

    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeType.String };

    public static AttributeProto Of(string name, IEnumerable<long> values) =>
        new() { Name = name, Ints = { values }, Type = AttributeType.Ints };

    public static AttributeProto Of(string name, IEnumerable<int> values) => Of(name, values.Select(value => (long)value));
}
