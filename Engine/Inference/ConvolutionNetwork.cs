using FijiBridge.Engine.Models.Onnx;
using Google.Protobuf;

namespace FijiBridge.Engine.Inference;

/// <summary>
/// A plain chain of 3x3 convolutions with zero borders and a ReLU between any two, from one channel to one channel: what devices are tried and timed with.
/// It can be written as ONNX and, independently of ONNX Runtime, computed with plain loops.
/// </summary>
internal sealed class ConvolutionNetwork
{
    public const string Input = "image";
    public const string Output = "restored";

    private readonly int[] _channels;
    private readonly float[][] _weights;

    /// <param name="channels">Channels between the layers, first and last 1: {1, 8, 1} has two layers.</param>
    public ConvolutionNetwork(params int[] channels)
    {
        _channels = channels;
        _weights = [.. Layers.Select(layer => Weights(channels[layer], channels[layer + 1]))];
    }

    private IEnumerable<int> Layers => Enumerable.Range(0, _channels.Length - 1);

    /// <summary>The network for images of any size, <c>[n, 1, y, x]</c>, opset 18.</summary>
    public byte[] ToOnnx()
    {
        var graph = new GraphProto { Name = "convolutions", Input = { Image(Input) }, Output = { Image(Output) } };
        var value = Input;
        foreach (var layer in Layers)
        {
            var last = layer == _weights.Length - 1;
            graph.Initializer.Add(Tensor($"w{layer}", _weights[layer], _channels[layer + 1], _channels[layer], 3, 3));
            graph.Node.Add(Convolution(value, $"w{layer}", last ? Output : $"c{layer}"));
            if (!last) graph.Node.Add(new NodeProto { OpType = "Relu", Input = { $"c{layer}" }, Output = { $"r{layer}" } });
            value = $"r{layer}";
        }
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 18 } } }.ToByteArray();
    }

    /// <summary>The result for one image <c>[y, x]</c>, by the definition of the convolution, in double precision.</summary>
    public float[] Compute(float[] image, int height, int width)
    {
        var planes = new[] { Array.ConvertAll(image, sample => (double)sample) };
        foreach (var layer in Layers)
        {
            var results = new double[_channels[layer + 1]][];
            for (var o = 0; o < results.Length; o++)
            {
                results[o] = new double[height * width];
                for (var i = 0; i < planes.Length; i++)
                    Accumulate(planes[i], results[o], height, width, _weights[layer].AsSpan((o * planes.Length + i) * 9, 9));
                if (layer < _weights.Length - 1) results[o] = Array.ConvertAll(results[o], sample => Math.Max(sample, 0));
            }
            planes = results;
        }
        return Array.ConvertAll(planes[0], sample => (float)sample);
    }

    private static void Accumulate(double[] source, double[] target, int height, int width, ReadOnlySpan<float> kernel)
    {
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        for (var tap = 0; tap < 9; tap++)
        {
            var (sy, sx) = (y + tap / 3 - 1, x + tap % 3 - 1);
            if ((uint)sy < (uint)height && (uint)sx < (uint)width) target[y * width + x] += kernel[tap] * source[sy * width + sx];
        }
    }

    // Any numbers of both signs do; their size keeps the samples near 1 from layer to layer.
    private static float[] Weights(int inputs, int outputs)
    {
        var weights = new float[outputs * inputs * 9];
        var scale = 1.4 / Math.Sqrt(inputs * 9);
        for (var i = 0; i < weights.Length; i++) weights[i] = (float)(scale * (Math.Sin(12.9898 * (i + 1)) + 0.1));
        return weights;
    }

    private static NodeProto Convolution(string input, string weights, string output) => new()
    {
        OpType = "Conv",
        Input = { input, weights },
        Output = { output },
        Attribute = { new AttributeProto { Name = "pads", Type = AttributeProto.Types.AttributeType.Ints, Ints = { 1, 1, 1, 1 } } },
    };

    private static TensorProto Tensor(string name, float[] values, params long[] dims) =>
        new() { Name = name, DataType = (int)TensorProto.Types.DataType.Float, Dims = { dims }, FloatData = { values } };

    private static ValueInfoProto Image(string name)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "n" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = 1 });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "y" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "x" });
        var type = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
