using System.Collections.Immutable;
using System.Runtime.InteropServices;
using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;
using static FijiBridge.Engine.Models.Onnx.TensorProto.Types;

namespace FijiBridge.Engine.Training.Graph;

/// <summary>
/// Builds an ONNX graph (opset 18) node by node and knows the size of every value at once. Nodes stand in the order in
/// which they were added, so that inputs come before their use.
/// </summary>
public sealed class GraphBuilder
{
    /// <summary>Version of the standard operators.</summary>
    public const int Opset = 18;

    // The version of the file format that came with opset 18.
    private const int FileVersion = 8;

    private readonly List<GraphNode> _nodes = [];
    private readonly GraphProto _graph = new() { Name = "fijibridge" };
    private readonly Dictionary<double, GraphValue> _scalars = [];
    private readonly Dictionary<string, GraphValue> _integers = [];

    /// <summary>The nodes so far, in order.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>
    /// A float32 input. <paramref name="symbols"/> names the axes whose size is left open in the file (null: fixed);
    /// their size in <paramref name="shape"/> then only serves as an example.
    /// </summary>
    public GraphValue Input(string name, ImmutableArray<int> shape, params string?[] symbols)
    {
        var value = new GraphValue(this, name, TensorType.Float(shape));
        _graph.Input.Add(Describe(value, symbols));
        return value;
    }

    /// <summary>Weights that travel in the file.</summary>
    public GraphValue Initializer(string name, ReadOnlySpan<float> data, params ImmutableArray<int> shape)
    {
        var value = new GraphValue(this, name, TensorType.Float(shape));
        if (data.Length != value.Type.Count) throw new ArgumentException($"{name} has {data.Length} elements, not {value.Type}", nameof(data));
        if (_graph.Initializer.Any(tensor => tensor.Name == name)) throw new ArgumentException($"there is a constant {name} already", nameof(name));
        _graph.Initializer.Add(Tensor(value, MemoryMarshal.AsBytes(data)));
        return value;
    }

    /// <summary>A constant without axes.</summary>
    public GraphValue Scalar(double value)
    {
        if (_scalars.TryGetValue(value, out var known)) return known;
        return _scalars[value] = Initializer($"scalar_{_graph.Initializer.Count}", [(float)value]);
    }

    /// <summary>A constant list of integers: a shape, axes, sizes.</summary>
    public GraphValue Integers(params ImmutableArray<long> values)
    {
        var key = string.Join(',', values);
        if (_integers.TryGetValue(key, out var known)) return known;
        var value = new GraphValue(this, $"integers_{_graph.Initializer.Count}", new(DataType.Int64, [values.Length])) { Integers = values };
        _graph.Initializer.Add(Tensor(value, MemoryMarshal.AsBytes(values.AsSpan())));
        return _integers[key] = value;
    }

    /// <summary>A float32 list of whole numbers: the scales of a Resize.</summary>
    public GraphValue Factors(params ImmutableArray<long> values)
    {
        var data = Initializer($"factors_{_graph.Initializer.Count}", [.. values.Select(value => (float)value)], values.Length);
        return new GraphValue(this, data.Name, data.Type) { Integers = values };
    }

    /// <summary>Adds a node with one output.</summary>
    /// <exception cref="ArgumentException">The operator does not take inputs of these sizes.</exception>
    public GraphValue Apply(string op, ImmutableArray<GraphValue?> inputs, params AttributeProto[] attributes) =>
        ApplyMany(op, inputs, attributes)[0];

    /// <summary>Adds a node with as many outputs as its inputs call for.</summary>
    /// <exception cref="ArgumentException">The operator does not take inputs of these sizes.</exception>
    public ImmutableArray<GraphValue> ApplyMany(string op, ImmutableArray<GraphValue?> inputs, params AttributeProto[] attributes)
    {
        if (inputs.Any(input => input is not null && input.Graph != this)) throw new ArgumentException($"{op} mixes two graphs", nameof(inputs));
        var node = new GraphNode(op, inputs, attributes);
        var name = $"{op}_{_nodes.Count}";
        node.Outputs = [.. ShapeRules.Infer(node).Select((type, index) => new GraphValue(this, index == 0 ? name : $"{name}_{index}", type))];
        _nodes.Add(node);
        return node.Outputs;
    }

    /// <summary>Gives a value a name outside the graph. The axes named by <paramref name="symbols"/> are left open.</summary>
    public void Output(string name, GraphValue value, params string?[] symbols)
    {
        var output = new GraphValue(this, name, value.Type);
        _nodes.Add(new GraphNode("Identity", [value], []) { Outputs = [output] });
        _graph.Output.Add(Describe(output, symbols));
    }

    /// <summary>The model as it stands.</summary>
    public ModelProto Build()
    {
        var graph = _graph.Clone();
        graph.Node.Add(_nodes.Select(node => node.ToProto()));
        return new ModelProto
        {
            IrVersion = FileVersion,
            ProducerName = "FijiBridge",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        };
    }

    private static TensorProto Tensor(GraphValue value, ReadOnlySpan<byte> data) => new()
    {
        Name = value.Name,
        DataType = (int)value.Type.Element,
        Dims = { value.Shape.Select(size => (long)size) },
        RawData = ByteString.CopyFrom(data),
    };

    private static ValueInfoProto Describe(GraphValue value, string?[] symbols)
    {
        var shape = new TensorShapeProto();
        for (var axis = 0; axis < value.Rank; axis++)
        {
            var symbol = symbols.ElementAtOrDefault(axis);
            shape.Dim.Add(symbol is null
                ? new TensorShapeProto.Types.Dimension { DimValue = value.Shape[axis] }
                : new TensorShapeProto.Types.Dimension { DimParam = symbol });
        }
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)value.Type.Element, Shape = shape };
        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = tensor } };
    }
}
