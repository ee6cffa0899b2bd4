using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>What training makes small: a mean over pixels.</summary>
public abstract record Loss
{
    /// <summary>Where less than this counts, nothing does, and the loss is 0.</summary>
    internal const double LeastCounted = 1e-6;

    /// <summary>
    /// The mean of the pixels' losses; with a mask, weighted by it. A mask multiplies differences: squares are weighted by its square, so that
    /// what counts more for L1 counts as much more for L2.
    /// </summary>
    public GraphValue Of(GraphValue restored, GraphValue target, GraphValue? mask = null)
    {
        var (sum, counted) = Sums(restored, target, mask);
        return sum / counted.Max(LeastCounted);
    }

    /// <summary>The two sums whose quotient is the loss: the pixels' losses, and how much the pixels count.</summary>
    internal (GraphValue Sum, GraphValue Counted) Sums(GraphValue restored, GraphValue target, GraphValue? mask)
    {
        var pixels = OfPixels(restored, target);
        if (mask is null) return (pixels.Sum(), pixels.Graph.Scalar(pixels.Type.Count));
        var weights = Weights(mask);
        return ((pixels * weights).Sum(), weights.Sum());
    }

    protected virtual GraphValue Weights(GraphValue mask) => mask;

    protected abstract GraphValue OfPixels(GraphValue restored, GraphValue target);

    /// <summary>Mean absolute difference. Its best answer is the median of the targets.</summary>
    public sealed record L1 : Loss
    {
        protected override GraphValue OfPixels(GraphValue restored, GraphValue target) => (restored - target).Abs();
    }

    /// <summary>Mean squared difference. Its best answer is the mean of the targets, as Noise2Noise needs it.</summary>
    public sealed record L2 : Loss
    {
        protected override GraphValue OfPixels(GraphValue restored, GraphValue target) => (restored - target).Square();

        protected override GraphValue Weights(GraphValue mask) => mask.Square();
    }

    /// <summary>√(difference² + ε²): L1 without its corner (Charbonnier et al. 1994).</summary>
    public sealed record Charbonnier(double Epsilon = 1e-3) : Loss
    {
        protected override GraphValue OfPixels(GraphValue restored, GraphValue target) =>
            ((restored - target).Square() + Epsilon * Epsilon).Sqrt();
    }

    /// <summary>
    /// Negative log-likelihood of a noisy target up to a constant: after the generalised Anscombe transform its noise is
    /// normal with variance 1, so half the squared difference there. <paramref name="Noise"/> is in the units of the batches.
    /// </summary>
    public sealed record PoissonGaussian(NoiseModel Noise) : Loss
    {
        protected override GraphValue OfPixels(GraphValue restored, GraphValue target) =>
            (GeneralizedAnscombe.Stabilize(restored, Noise) - GeneralizedAnscombe.Stabilize(target, Noise)).Square() * 0.5;
    }
}
