using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Autodiff;

/// <summary>
/// Gradients of a convolution of stride 1 with two or three spatial axes, in the forms that ONNX Runtime computes
/// fastest on a processor (see Engine/Training/README.md for what else was tried).
/// </summary>
internal static class ConvolutionGradients
{
    // Below this many pixels in an image one large product over the whole batch beats a product for each image.
    private const int SmallImage = 1024;

    /// <summary>A convolution with the flipped weights, their channels exchanged.</summary>
    public static GraphValue OfInput(Backward b)
    {
        var spatial = Enumerable.Range(2, b.B.Rank - 2).Select(axis => (long)axis).ToArray();
        var weights = b.B.Transpose([1, 0, .. spatial]).Flip(spatial);
        return b.Dy.Convolve(weights, null, [.. Pads(b).Select((pad, axis) => b.B.Shape[axis + 2] - 1 - pad)]);
    }

    public static GraphValue OfBias(Backward b) =>
        b.Dy.SumOver([0, .. Enumerable.Range(2, b.Dy.Rank - 2).Select(axis => (long)axis)]).Reshape(b.C.Shape);

    /// <summary>
    /// Every tap is a product of the image and the gradient, shifted against each other. The shifts along x are put
    /// into copies of the image, the shifts along y into copies of the gradient: one matrix product then gives all taps
    /// of a plane, at the cost of 3 + 3 copies for a 3 x 3 kernel where 9 would do it separately. Shifts along z are
    /// products of their own.
    /// </summary>
    public static GraphValue OfWeights(Backward b)
    {
        var (x, dy) = (b.A, b.Dy);
        var (kernel, pads) = (b.B.Shape[2..], Pads(b));
        int last = x.Rank - 1, rows = x.Rank - 2;
        var images = Shifted(x, last, pads[^1], dy.Shape[last], Enumerable.Range(0, kernel[^1]));
        var gradients = Shifted(dy, rows, kernel[^2] - 1 - pads[^2], x.Shape[rows], Enumerable.Range(0, kernel[^2]).Reverse());
        var taps = x.Rank == 4
            ? [Product(gradients, images)]
            : Planes(gradients, images, kernel[0], pads[0]).ToArray();
        return Arrange(taps, b.B.Shape);
    }

    private static int[] Pads(Backward b)
    {
        var spatial = b.B.Rank - 2;
        if (b.Node.Integers("strides", spatial, 1).Any(stride => stride != 1) || b.Node.Integer("group", 1) != 1)
            throw new NotSupportedException("Conv is differentiated only with stride 1 and one group");
        return [.. b.Node.Integers("pads", 2 * spatial, 0).Take(spatial).Select(pad => (int)pad)];
    }

    // Copies of an image, each beginning at another pixel of it (or of the zeros around it), one after the other along the channels.
    private static GraphValue Shifted(GraphValue x, int axis, int before, int size, IEnumerable<int> starts) =>
        starts.Select(start => Moved(x, axis, before - start, size)).ToArray().Concat(1);

    // What lies beyond the image is cut off by a negative pad: one copy where Pad and Slice make two.
    private static GraphValue Moved(GraphValue x, int axis, int before, int size)
    {
        var after = size - x.Shape[axis] - before;
        return before == 0 && after == 0 ? x : x.Pad(axis, before, after);
    }

    // For three spatial axes: the planes that meet under each tap along z.
    private static IEnumerable<GraphValue> Planes(GraphValue gradients, GraphValue images, int taps, int pad)
    {
        for (var tap = 0; tap < taps; tap++)
        {
            var shift = tap - pad;
            int start = Math.Max(0, -shift), end = Math.Min(gradients.Shape[2], images.Shape[2] - shift);
            yield return Product(gradients.Slice(2, start, end), images.Slice(2, start + shift, end + shift));
        }
    }

    // [n, p, ...] and [n, q, ...] -> [p, q], summed over everything else.
    private static GraphValue Product(GraphValue a, GraphValue b)
    {
        var (batch, pixels) = (a.Shape[0], (int)(a.Type.Count / a.Shape[0] / a.Shape[1]));
        GraphValue Flat(GraphValue x) => x.Reshape(batch, x.Shape[1], pixels);
        if (batch > 1 && pixels < SmallImage)
        {
            var left = Flat(a).Transpose(1, 0, 2).Reshape(a.Shape[1], batch * pixels);
            var right = Flat(b).Transpose(0, 2, 1).Reshape(batch * pixels, b.Shape[1]);
            return left.Graph.Apply("MatMul", [left, right]);
        }
        var products = a.Graph.Apply("MatMul", [Flat(a), Flat(b).Transpose(0, 2, 1)]);
        return (batch == 1 ? products : products.SumOver(0)).Reshape(a.Shape[1], b.Shape[1]);
    }

    // Products [taps y * out, taps x * in], one for each tap along z -> weights [out, in, (z,) y, x].
    private static GraphValue Arrange(GraphValue[] products, IReadOnlyList<int> weights)
    {
        var (outputs, inputs, y, x) = (weights[0], weights[1], weights[^2], weights[^1]);
        var taps = products.Select(product => product.Reshape(1, y, outputs, x, inputs)).ToArray().Concat(0);
        return taps.Transpose(2, 4, 0, 1, 3).Reshape(weights);
    }
}
