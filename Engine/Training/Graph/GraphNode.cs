using System.Collections.Immutable;
using FijiBridge.Engine.Models.Onnx;

namespace FijiBridge.Engine.Training.Graph;

/// <summary>One application of an ONNX operator. An optional input that is left out is null.</summary>
public sealed class GraphNode
{
    private readonly AttributeProto[] _attributes;

    internal GraphNode(string op, ImmutableArray<GraphValue?> inputs, AttributeProto[] attributes) =>
        (Operator, Inputs, _attributes) = (op, inputs, attributes);

    /// <summary>The operator's ONNX name.</summary>
    public string Operator { get; }

    public ImmutableArray<GraphValue?> Inputs { get; }

    public ImmutableArray<GraphValue> Outputs { get; internal set; } = [];

    /// <summary>An input that the operator demands.</summary>
    public GraphValue Input(int index) => Inputs[index]
        ?? throw new InvalidOperationException($"{Operator} needs its input {index}");

    /// <summary>The elements of an input that must be an int64 constant.</summary>
    public ImmutableArray<long> Integers(int input) => Input(input).Integers
        ?? throw new InvalidOperationException($"input {input} of {Operator} must be a constant of integers");

    public long Integer(string attribute, long absent) => Find(attribute)?.I ?? absent;

    public float Float(string attribute, float absent) => Find(attribute)?.F ?? absent;

    public string Text(string attribute) => Find(attribute)?.S.ToStringUtf8() ?? "";

    /// <summary>A list of integers; <paramref name="absent"/> repeated <paramref name="count"/> times when it is not given.</summary>
    public IReadOnlyList<long> Integers(string attribute, int count, long absent) =>
        Find(attribute)?.Ints ?? (IReadOnlyList<long>)Enumerable.Repeat(absent, count).ToArray();

    internal NodeProto ToProto() => new()
    {
        OpType = Operator,
        Name = Outputs[0].Name,
        Input = { Inputs.Select(input => input?.Name ?? "") },
        Output = { Outputs.Select(output => output.Name) },
        Attribute = { _attributes },
    };

    private AttributeProto? Find(string name) => Array.Find(_attributes, attribute => attribute.Name == name);
}
