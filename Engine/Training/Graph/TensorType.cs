using System.Collections.Immutable;
using FijiBridge.Engine.Models.Onnx;

namespace FijiBridge.Engine.Training.Graph;

/// <summary>Element type and size of a tensor whose every axis is known while the graph is built.</summary>
public readonly record struct TensorType(TensorProto.Types.DataType Element, ImmutableArray<int> Shape)
{
    public static TensorType Float(params ImmutableArray<int> shape) => new(TensorProto.Types.DataType.Float, shape);

    public int Rank => Shape.Length;

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long Count => Shape.Aggregate(1L, (count, size) => checked(count * size));

    public override string ToString() => $"{Element} [{string.Join(", ", Shape)}]";
}
