using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;

namespace FijiBridge.Engine.Tests.Inference;

/// <summary>Networks of a few hundred bytes.</summary>
internal static class TinyModels
{
    /// <summary>restored = image * gain + offset on tiles [1, size, size]; gain and offset are parameters.</summary>
    public static ModelSource Affine(int size = 2, int? fixedBatch = null, long[]? parameterShape = null)
    {
        var graph = new GraphProto { Name = "affine" };
        graph.Input.Add(Value("image", fixedBatch, 1, size, size));
        graph.Input.Add(Value("gain", parameterShape ?? []));
        graph.Input.Add(Value("offset", parameterShape ?? []));
        graph.Output.Add(Value("restored", fixedBatch, 1, size, size));
        graph.Node.Add(new NodeProto { OpType = "Mul", Input = { "image", "gain" }, Output = { "scaled" } });
        graph.Node.Add(new NodeProto { OpType = "Add", Input = { "scaled", "offset" }, Output = { "restored" } });
        return Source(graph, new TileShape(1, 1, size, size), new TileShape(1, 1, size, size)) with { ParameterNames = ["gain", "offset"] };
    }

    /// <summary>The sum over z of volumes [1, depth, size, size].</summary>
    public static ModelSource SumOverSlices(int depth, int size)
    {
        var graph = new GraphProto { Name = "sum" };
        graph.Input.Add(Value("image", null, 1, depth, size, size));
        graph.Output.Add(Value("restored", null, 1, 1, size, size));
        graph.Initializer.Add(new TensorProto { Name = "axes", DataType = (int)TensorProto.Types.DataType.Int64, Dims = { 1 }, Int64Data = { 2 } });
        graph.Node.Add(new NodeProto { OpType = "ReduceSum", Input = { "image", "axes" }, Output = { "restored" } });
        return Source(graph, new TileShape(1, depth, size, size), new TileShape(1, 1, size, size));
    }

    /// <summary>Absolute value and determinant, of which WebGPU offers only the first: [1, 4, 4] gives [1, 4, 4] with the determinant added.</summary>
    public static ModelSource WithDeterminant()
    {
        var graph = new GraphProto { Name = "determinant" };
        graph.Input.Add(Value("image", null, 1, 4, 4));
        graph.Output.Add(Value("restored", null, 1, 4, 4));
        graph.Initializer.Add(new TensorProto { Name = "axes", DataType = (int)TensorProto.Types.DataType.Int64, Dims = { 2 }, Int64Data = { 2, 3 } });
        graph.Node.Add(new NodeProto { OpType = "Abs", Input = { "image" }, Output = { "positive" } });
        graph.Node.Add(new NodeProto { OpType = "Det", Input = { "image" }, Output = { "det" } });
        graph.Node.Add(new NodeProto { OpType = "Unsqueeze", Input = { "det", "axes" }, Output = { "tall" } });
        graph.Node.Add(new NodeProto { OpType = "Add", Input = { "positive", "tall" }, Output = { "restored" } });
        return Source(graph, new TileShape(1, 1, 4, 4), new TileShape(1, 1, 4, 4));
    }

    public static ModelSource Convolutions(int size, params int[] channels) => ModelSource.FromBytes(
        "convolutions", new ConvolutionNetwork(channels).ToOnnx(), "image", "restored", new TileShape(1, 1, size, size), new TileShape(1, 1, size, size));

    public static IReadOnlyDictionary<string, double> Parameters(double gain, double offset) =>
        new Dictionary<string, double> { ["gain"] = gain, ["offset"] = offset };

    private static ModelSource Source(GraphProto graph, TileShape input, TileShape output)
    {
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 18 } } };
        return ModelSource.FromBytes(graph.Name, model.ToByteArray(), "image", "restored", input, output);
    }

    private static ValueInfoProto Value(string name, int? batch, params long[] sizes)
    {
        var value = Value(name, [1, .. sizes]);
        if (batch is null) value.Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "n" };
        else value.Type.TensorType.Shape.Dim[0].DimValue = batch.Value;
        return value;
    }

    private static ValueInfoProto Value(string name, long[] sizes)
    {
        var shape = new TensorShapeProto();
        foreach (var size in sizes) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
