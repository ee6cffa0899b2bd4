using System.Globalization;
using System.IO.Compression;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Models.Onnx;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Models;

/// <summary>Folders of models of a few hundred bytes, each a network whose result can be computed by hand.</summary>
internal sealed class TestModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public ModelCatalog Catalog => new(Path);

    public void Dispose() => _folder.Dispose();

    /// <summary>A zip in memory, at its beginning.</summary>
    public static MemoryStream Zip(params (string Name, byte[] Content)[] files)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>Writes a model's folder.</summary>
    public string Add(string name, byte[] onnx, string rdf)
    {
        var folder = Directory.CreateDirectory(_folder.At(name)).FullName;
        File.WriteAllBytes(System.IO.Path.Combine(folder, "model.onnx"), onnx);
        File.WriteAllText(System.IO.Path.Combine(folder, "rdf.yaml"), rdf);
        return folder;
    }

    /// <summary>A description 0.5. Extra axes and lines go in as they are.</summary>
    public static string Rdf(
        string name, int channels = 1, int? frames = null, string size = "{min: 8, step: 1}", int halo = 0, int scale = 1, int? depth = null, int haloZ = 0, string preprocessing = "[]", string weights = "") =>
        string.Create(CultureInfo.InvariantCulture, $$"""
            format_version: 0.5.4
            type: model
            name: {{name}}
            version: 1.2.3
            description: for a test
            inputs:
              - id: image
                axes:
                  - {type: batch}
                  - {type: channel, size: {{channels}}}
            {{(depth is null ? "" : $"      - {{type: space, id: z, size: {depth}}}")}}
                  - {type: space, id: y, size: {{size}}}
                  - {type: space, id: x, size: {{size}}}
                preprocessing: {{preprocessing}}
            outputs:
              - id: result
                axes:
                  - {type: batch}
                  - {type: channel, size: 1}
            {{(depth is null ? "" : $"      - {{type: space, id: z, size: {depth}, halo: {haloZ}}}")}}
                  - {type: space, id: y, size: {tensor_id: image, axis_id: y}, halo: {{halo}}, scale: {{1.0 / scale}}}
                  - {type: space, id: x, size: {tensor_id: image, axis_id: x}, halo: {{halo}}, scale: {{1.0 / scale}}}
            weights:
              onnx: {source: model.onnx, opset_version: 18{{weights}}}
            config:
              fijibridge: {frames: {{frames ?? 1}}}
            """);

    /// <summary>The weighted sum of channels.</summary>
    public static byte[] SumOfChannels(params float[] weights) => Single("Conv", weights, [1, weights.Length, 1, 1]);

    /// <summary>Every pixel becomes two by two.</summary>
    public static byte[] Doubled() => Single("ConvTranspose", [1, 1, 1, 1], [1, 1, 2, 2], ("strides", [2, 2]));

    /// <summary>The sum of a slice and its two neighbours; zeros beyond the tile.</summary>
    public static byte[] SumOfSlices() => Single("Conv", [1, 1, 1], [1, 1, 3, 1, 1], ("pads", [1, 0, 0, 1, 0, 0]));

    public static byte[] Single(string operation, float[] weights, long[] shape, params (string Name, long[] Values)[] attributes)
    {
        var node = OnnxParts.Node(operation, "result", "image", "weights");
        foreach (var (name, values) in attributes)
            node.Attribute.Add(new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } });
        var tensor = OnnxParts.Floats("weights", weights);
        tensor.Dims.Clear();
        tensor.Dims.Add(shape);
        var graph = new GraphProto { Name = "test", Node = { node }, Initializer = { tensor } };
        graph.Input.Add(Tensor("image", shape.Length));
        graph.Output.Add(Tensor("result", shape.Length));
        return OnnxParts.Model(graph);
    }

    private static ValueInfoProto Tensor(string name, int rank)
    {
        var value = OnnxParts.Image(name);
        value.Type.TensorType.Shape.Dim.Clear();
        for (var i = 0; i < rank; i++) value.Type.TensorType.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = $"{name}{i}" });
        return value;
    }
}
