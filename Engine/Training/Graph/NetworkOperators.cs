namespace FijiBridge.Engine.Training.Graph;

/// <summary>
/// Operators of networks on tensors <c>[batch, channel, y, x]</c> or <c>[batch, channel, z, y, x]</c>. Spatial sizes are
/// given for the spatial axes only, in that order.
/// </summary>
public static class NetworkOperators
{
    /// <summary>
    /// Cross-correlation with <paramref name="weights"/> <c>[out, in, (z,) y, x]</c> and <paramref name="bias"/> <c>[out]</c>;
    /// zeros around the image keep its size (kernels are odd).
    /// </summary>
    public static GraphValue Convolve(this GraphValue x, GraphValue weights, GraphValue? bias = null)
    {
        var halves = weights.Shape.Skip(2).Select(size => size / 2).ToArray();
        return x.Convolve(weights, bias, halves);
    }

    /// <summary>The maximum of each window; windows do not overlap and must fill the image.</summary>
    public static GraphValue MaxPool(this GraphValue x, params int[] window) => Pool("MaxPool", x, window);

    /// <summary>The mean of each window; windows do not overlap and must fill the image.</summary>
    public static GraphValue AveragePool(this GraphValue x, params int[] window) => Pool("AveragePool", x, window);

    /// <summary>Repeats every pixel <paramref name="factors"/> times along each spatial axis.</summary>
    public static GraphValue Upsample(this GraphValue x, params int[] factors) => Resize(x, factors, "nearest", "asymmetric");

    /// <summary>Linear interpolation between pixel centres. Not differentiable here: it serves images, not features.</summary>
    public static GraphValue Interpolate(this GraphValue x, params int[] factors) => Resize(x, factors, "linear", "half_pixel");

    /// <summary>
    /// Pixel shuffle (Shi et al. 2016): channel <c>c * block² + i * block + j</c> becomes pixel (i, j) of each block of channel c.
    /// </summary>
    public static GraphValue PixelShuffle(this GraphValue x, int block) =>
        x.Graph.Apply("DepthToSpace", [x], Attributes.Of("blocksize", (long)block), Attributes.Of("mode", "CRD"));

    /// <summary>Blocks of pixels become channels: pixel (i, j) of each block of channel c becomes channel <c>(i * block + j) * channels + c</c>.</summary>
    public static GraphValue PixelUnshuffle(this GraphValue x, int block) => x.Graph.Apply("SpaceToDepth", [x], Attributes.Of("blocksize", (long)block));

    internal static GraphValue Convolve(this GraphValue x, GraphValue weights, GraphValue? bias, IReadOnlyList<int> pads)
    {
        var attributes = Attributes.Of("pads", pads.Concat(pads));
        return x.Graph.Apply("Conv", bias is null ? [x, weights] : [x, weights, bias], attributes, Attributes.Of("kernel_shape", weights.Shape.Skip(2)));
    }

    private static GraphValue Pool(string op, GraphValue x, int[] window)
    {
        if (x.Shape.Skip(2).Zip(window).Any(axis => axis.First % axis.Second != 0))
            throw new ArgumentException($"windows of [{string.Join(", ", window)}] do not fill {x.Type}", nameof(window));
        return x.Graph.Apply(op, [x], Attributes.Of("kernel_shape", window), Attributes.Of("strides", window));
    }

    private static GraphValue Resize(GraphValue x, int[] factors, string mode, string coordinates) => x.Graph.Apply(
        "Resize",
        [x, null, x.Graph.Factors([1, 1, .. factors.Select(factor => (long)factor)])],
        Attributes.Of("mode", mode),
        Attributes.Of("coordinate_transformation_mode", coordinates),
        Attributes.Of("nearest_mode", "floor"));
}
