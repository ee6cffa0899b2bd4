using System.Runtime.InteropServices;
using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;

namespace FijiBridge.Engine.Models;

/// <summary>The few parts of an ONNX file of which the built-in models without weights are made.</summary>
internal static class OnnxParts
{
    private const int OpsetVersion = 18;
    private const int IrVersion = 8;

    public static byte[] Model(GraphProto graph) => new ModelProto
    {
        IrVersion = IrVersion,
        ProducerName = "FijiBridge",
        Graph = graph,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = OpsetVersion } },
    }.ToByteArray();

    /// <summary>A node that is called like its output.</summary>
    public static NodeProto Node(string operation, string output, params string[] inputs) =>
        new() { OpType = operation, Name = output, Output = { output }, Input = { inputs } };

    public static TensorProto Floats(string name, float[] values) =>
        Tensor(name, TensorProto.Types.DataType.Float, values.Length, MemoryMarshal.AsBytes<float>(values));

    public static TensorProto Longs(string name, params long[] values) =>
        Tensor(name, TensorProto.Types.DataType.Int64, values.Length, MemoryMarshal.AsBytes<long>(values));

    /// <summary>An image <c>[batch, 1, y, x]</c> of any size.</summary>
    public static ValueInfoProto Image(string name) => Value(name, Open("batch"), Fixed(1), Open("y"), Open("x"));

    /// <summary>One number.</summary>
    public static ValueInfoProto Number(string name) => Value(name, Fixed(1));

    private static TensorProto Tensor(string name, TensorProto.Types.DataType type, int length, ReadOnlySpan<byte> littleEndian) => new()
    {
        Name = name,
        DataType = (int)type,
        Dims = { length },
        RawData = ByteString.CopyFrom(littleEndian),
    };

    private static ValueInfoProto Value(string name, params TensorShapeProto.Types.Dimension[] shape) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = new TensorShapeProto { Dim = { shape } } },
        },
    };

    private static TensorShapeProto.Types.Dimension Fixed(long size) => new() { DimValue = size };

    private static TensorShapeProto.Types.Dimension Open(string name) => new() { DimParam = name };
}
