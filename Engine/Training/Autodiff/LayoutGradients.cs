using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Autodiff;

/// <summary>Gradients of the operators that move elements about or sum them: the elements go back where they came from.</summary>
internal static class LayoutGradients
{
    /// <summary>The gradient of a sum, with the summed axes put back as axes of size 1.</summary>
    public static GraphValue KeepAxes(Backward b)
    {
        if (b.Y.Rank == b.A.Rank || b.Y.Rank == 0) return b.Dy;
        var axes = b.Node.Integers(1);
        return b.Dy.Reshape(b.A.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size));
    }

    public static GraphValue Transpose(Backward b)
    {
        var order = b.Node.Integers("perm", 0, 0);
        return b.Dy.Transpose([.. Enumerable.Range(0, order.Count).Select(axis => (long)order.ToList().IndexOf(axis))]);
    }

    public static IReadOnlyList<Func<GraphValue>?> Concat(Backward b)
    {
        var axis = (int)b.Node.Integer("axis", 0);
        // One Split for all inputs, made when the first of them asks.
        var parts = new Lazy<IReadOnlyList<GraphValue>>(() =>
            b.Dy.Split(axis, b.Node.Inputs.Select((_, input) => (long)b.Node.Input(input).Shape[axis])));
        return [.. b.Node.Inputs.Select<GraphValue?, Func<GraphValue>>((_, input) => () => parts.Value[input])];
    }

    public static GraphValue Split(Backward b)
    {
        var parts = b.Node.Outputs.Select((_, output) => b.Gradient(output)).ToArray();
        return parts.Concat((int)b.Node.Integer("axis", 0));
    }

    public static GraphValue Slice(Backward b)
    {
        var (starts, axes, steps) = (b.Node.Integers(1), b.Node.Integers(3), b.Node.Integers(4));
        if (steps.Any(step => step != 1)) throw new NotSupportedException("a flip is not differentiated");
        var gradient = b.Dy;
        for (var i = 0; i < axes.Length; i++)
        {
            var (axis, start) = ((int)axes[i], (int)starts[i]);
            gradient = gradient.Pad(axis, start, b.A.Shape[axis] - start - gradient.Shape[axis]);
        }
        return gradient;
    }

    public static GraphValue Pad(Backward b)
    {
        var (pads, gradient) = (b.Node.Integers(1), b.Dy);
        for (var axis = 0; axis < b.A.Rank; axis++)
        {
            var start = (int)pads[axis];
            if (b.A.Shape[axis] != gradient.Shape[axis]) gradient = gradient.Slice(axis, start, start + b.A.Shape[axis]);
        }
        return gradient;
    }

    /// <summary>The inverse of SpaceToDepth: DepthToSpace in mode DCR, the layout that it has.</summary>
    public static GraphValue DepthToSpace(Backward b)
    {
        var (shape, block) = (b.A.Shape, (int)b.Node.Integer("blocksize", 1));
        return b.Dy.Reshape(shape[0], block, block, shape[1], shape[2] / block, shape[3] / block).Transpose(0, 3, 4, 1, 5, 2).Reshape(shape);
    }

    /// <summary>The inverse of DepthToSpace in mode CRD, for which ONNX has no operator of its own.</summary>
    public static GraphValue SpaceToDepth(Backward b)
    {
        var (shape, block) = (b.A.Shape, (int)b.Node.Integer("blocksize", 1));
        return b.Dy.Reshape(shape[0], b.Y.Shape[1], shape[2], block, shape[3], block).Transpose(0, 1, 3, 5, 2, 4).Reshape(shape);
    }
}
