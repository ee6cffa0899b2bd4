using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Autodiff;

/// <summary>Gradients of windows that do not overlap.</summary>
internal static class PoolingGradients
{
    /// <summary>To the pixels that hold the maximum; to each of them when several do.</summary>
    public static GraphValue Max(Backward b)
    {
        var window = Window(b);
        return b.Y.Upsample(window).EqualTo(b.A).Where(b.Dy.Upsample(window), b.Graph.Scalar(0));
    }

    public static GraphValue Average(Backward b)
    {
        var window = Window(b);
        return (b.Dy / window.Aggregate(1.0, (area, size) => area * size)).Upsample(window);
    }

    /// <summary>Of repeated pixels: the sum over the copies.</summary>
    public static GraphValue Nearest(Backward b)
    {
        var factors = b.Node.Integers(2).Skip(2).Select(factor => (int)factor).ToArray();
        return b.Dy.AveragePool(factors) * factors.Aggregate(1.0, (area, size) => area * size);
    }

    private static int[] Window(Backward b)
    {
        var window = b.Node.Integers("kernel_shape", 0, 0);
        if (!window.SequenceEqual(b.Node.Integers("strides", window.Count, 1)))
            throw new NotSupportedException($"{b.Node.Operator} is differentiated only for windows that do not overlap");
        return [.. window.Select(size => (int)size)];
    }
}
