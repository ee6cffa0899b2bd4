using FijiBridge.Engine.Models.Onnx;
using static FijiBridge.Engine.Models.OnnxParts;

namespace FijiBridge.Engine.Models;

/// <summary>The model "pass-through", which gives every pixel back as it came: for measuring everything around a network.</summary>
public static class PassThrough
{
    /// <summary>The network's file: input <c>[b, 1, y, x]</c>, output the same.</summary>
    public static byte[] WriteOnnx()
    {
        var graph = new GraphProto { Name = "pass-through" };
        graph.Input.Add(Image("image"));
        graph.Output.Add(Image("same"));
        graph.Node.Add(Node("Identity", "same", "image"));
        return Model(graph);
    }
}
