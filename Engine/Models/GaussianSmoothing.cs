using FijiBridge.Engine.Models.Onnx;
using static FijiBridge.Engine.Models.OnnxParts;

namespace FijiBridge.Engine.Models;

/// <summary>
/// The model "smooth": a Gaussian filter as an ONNX graph, the honest baseline for every trained network. Input <c>[b, 1, y, x]</c> and
/// <c>sigma [1]</c> in pixels; output <c>[b, 1, y, x]</c>. The kernel exp(-d^2 / (2 sigma^2)), d = -16 .. 16, is computed in the graph and
/// divided by its sum; rows and columns are filtered one after the other. The 16 outermost pixels see zeros beyond the tile: they are the halo.
/// </summary>
public static class GaussianSmoothing
{
    /// <summary>Reach of the kernel on each side. Unit: pixels; 3.2 times the largest sigma.</summary>
    public const int Radius = 16;

    /// <summary>The network's file.</summary>
    public static byte[] WriteOnnx()
    {
        var graph = new GraphProto { Name = "smooth" };
        graph.Input.Add(Image("image"));
        graph.Input.Add(Number("sigma"));
        graph.Output.Add(Image("smoothed"));
        graph.Initializer.Add(Floats("exponents", [.. Enumerable.Range(-Radius, 2 * Radius + 1).Select(d => -0.5f * d * d)]));
        graph.Initializer.Add(Longs("column", 1, 1, -1, 1));
        graph.Initializer.Add(Longs("row", 1, 1, 1, -1));
        graph.Node.Add(Node("Mul", "variance", "sigma", "sigma"));
        graph.Node.Add(Node("Div", "scaled", "exponents", "variance"));
        graph.Node.Add(Node("Exp", "bell", "scaled"));
        graph.Node.Add(Node("ReduceSum", "total", "bell"));
        graph.Node.Add(Node("Div", "kernel", "bell", "total"));
        graph.Node.Add(Node("Reshape", "vertical", "kernel", "column"));
        graph.Node.Add(Node("Reshape", "horizontal", "kernel", "row"));
        graph.Node.Add(Convolution("halfway", "image", "vertical", [Radius, 0, Radius, 0]));
        graph.Node.Add(Convolution("smoothed", "halfway", "horizontal", [0, Radius, 0, Radius]));
        return Model(graph);
    }

    private static NodeProto Convolution(string output, string input, string kernel, long[] pads)
    {
        var node = Node("Conv", output, input, kernel);
        node.Attribute.Add(new AttributeProto { Name = "pads", Type = AttributeProto.Types.AttributeType.Ints, Ints = { pads } });
        return node;
    }
}
