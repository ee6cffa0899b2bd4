using System.Collections.Immutable;

namespace FijiBridge.Engine.Training.Graph;

/// <summary>
/// A tensor of a graph under construction. The arithmetic operators add nodes to its graph and broadcast as ONNX
/// does; the other operators are the extension methods of this folder.
/// </summary>
public sealed class GraphValue
{
    internal GraphValue(GraphBuilder graph, string name, TensorType type) => (Graph, Name, Type) = (graph, name, type);

    public GraphBuilder Graph { get; }

    public string Name { get; }

    public TensorType Type { get; }

    public ImmutableArray<int> Shape => Type.Shape;

    public int Rank => Type.Rank;

    /// <summary>The elements of an int64 constant (the axes of a sum, the sizes of a split): shapes depend on them.</summary>
    internal ImmutableArray<long>? Integers { get; init; }

    public static GraphValue operator +(GraphValue a, GraphValue b) => a.Graph.Apply("Add", [a, b]);

    public static GraphValue operator -(GraphValue a, GraphValue b) => a.Graph.Apply("Sub", [a, b]);

    public static GraphValue operator *(GraphValue a, GraphValue b) => a.Graph.Apply("Mul", [a, b]);

    public static GraphValue operator /(GraphValue a, GraphValue b) => a.Graph.Apply("Div", [a, b]);

    public static GraphValue operator -(GraphValue a) => a.Graph.Apply("Neg", [a]);

    public static GraphValue operator +(GraphValue a, double b) => a + a.Graph.Scalar(b);

    public static GraphValue operator -(GraphValue a, double b) => a - a.Graph.Scalar(b);

    public static GraphValue operator *(GraphValue a, double b) => a * a.Graph.Scalar(b);

    public static GraphValue operator /(GraphValue a, double b) => a / a.Graph.Scalar(b);

    public override string ToString() => $"{Name}: {Type}";
}
