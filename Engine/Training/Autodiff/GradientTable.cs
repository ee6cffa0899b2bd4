using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Autodiff;

/// <summary>
/// The derivatives, one row for each operator: from the gradient by the outputs to the gradient by each input, in
/// standard ONNX operators, so that a training step runs on every execution provider. A row holds one function for each
/// input, called only when that gradient is needed; null where there is none. Rows do not care about broadcasting.
/// </summary>
internal static class GradientTable
{
    private static readonly Dictionary<string, Func<Backward, IReadOnlyList<Func<GraphValue>?>>> Rows = new()
    {
        // Element by element.
        ["Identity"] = b => [() => b.Dy],
        ["Add"] = b => [() => b.Dy, () => b.Dy],
        ["Sub"] = b => [() => b.Dy, () => -b.Dy],
        ["Mul"] = b => [() => b.Dy * b.B, () => b.Dy * b.A],
        ["Div"] = b => [() => b.Dy / b.B, () => -(b.Dy * b.Y / b.B)],
        ["Neg"] = b => [() => -b.Dy],
        ["Abs"] = b => [() => b.Dy * b.A.Sign()],
        ["Sqrt"] = b => [() => b.Dy * 0.5 / b.Y],
        ["Exp"] = b => [() => b.Dy * b.Y],
        ["Log"] = b => [() => b.Dy / b.A],
        ["Sigmoid"] = b => [() => b.Dy * (b.Y - b.Y.Square())],
        ["Max"] = b => [() => b.Dy * (b.A - b.B).Step(), () => b.Dy * (b.B - b.A).Step()],
        ["Min"] = b => [() => b.Dy * (b.B - b.A).Step(), () => b.Dy * (b.A - b.B).Step()],
        // From the output, so that the input need not be kept. A product with a step is faster than a Where.
        ["Relu"] = b => [() => b.Dy * b.Y.Step()],
        ["LeakyRelu"] = b => [() => b.Dy * (b.Y * 1e30).Clip(b.Node.Float("alpha", 0.01f), 1)],
        ["Where"] = b => [null, () => b.A.Where(b.Dy, b.Graph.Scalar(0)), () => b.A.Where(b.Graph.Scalar(0), b.Dy)],

        // Sums over axes: every element of the sum counts once. What is repeated here is broadcasting.
        ["ReduceSum"] = b => [() => LayoutGradients.KeepAxes(b), null],
        ["ReduceMean"] = b => [() => LayoutGradients.KeepAxes(b) * ((double)b.Y.Type.Count / b.A.Type.Count), null],

        // Moving elements about.
        ["Reshape"] = b => [() => b.Dy.Reshape(b.A.Shape), null],
        ["Expand"] = b => [() => b.Dy, null],
        ["Transpose"] = b => [() => LayoutGradients.Transpose(b)],
        ["Concat"] = LayoutGradients.Concat,
        ["Split"] = b => [() => LayoutGradients.Split(b), null],
        ["Slice"] = b => [() => LayoutGradients.Slice(b), null, null, null, null],
        ["Pad"] = b => [() => LayoutGradients.Pad(b), null],
        ["DepthToSpace"] = b => [() => LayoutGradients.SpaceToDepth(b)],
        ["SpaceToDepth"] = b => [() => LayoutGradients.DepthToSpace(b)],

        // Windows.
        ["Conv"] = b => [() => ConvolutionGradients.OfInput(b), () => ConvolutionGradients.OfWeights(b), () => ConvolutionGradients.OfBias(b)],
        ["MaxPool"] = b => [() => PoolingGradients.Max(b)],
        ["AveragePool"] = b => [() => PoolingGradients.Average(b)],
        ["Resize"] = b => [() => PoolingGradients.Nearest(b), null, null],
    };

    /// <summary>The operators that can be differentiated.</summary>
    public static IReadOnlyCollection<string> Operators => Rows.Keys;

    public static IReadOnlyList<Func<GraphValue>?> Of(GraphNode node, IReadOnlyList<GraphValue?> gradients) =>
        Rows.TryGetValue(node.Operator, out var row)
            ? row(new Backward(node, gradients))
            : throw new NotSupportedException($"the operator {node.Operator} has no row in the table of gradients");
}
