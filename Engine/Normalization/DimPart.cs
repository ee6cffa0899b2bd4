namespace FijiBridge.Engine.Normalization;

/// <summary>
/// The dim part of a channel in which other things are so much brighter that the noise of what is dim seems nothing beside them: cells beside debris, faint
/// structures of a nearly clean image. The network is shown it once more, scaled as if there were nothing brighter than a limit, and the two results are
/// blended by brightness. May have a dim part itself.
/// </summary>
/// <param name="Scaling">By the statistics of the dim part alone.</param>
/// <param name="Full">Up to this intensity the result is that of the dim part.</param>
/// <param name="None">From this intensity on it is that of the whole.</param>
public sealed record DimPart(ChannelScaling Scaling, double Full, double None)
{
    // Of an image's deviation: below the one, networks that are told about noise begin to leave it as it is, below the other they do nothing else.
    private const double Drowning = 0.12, Drowned = 0.03;

    // The deviation of the whole, at least, as a multiple of that of the dim part, and the least share of the pixels: of few, what is taken for noise may be fine structure.
    private const double Brighter = 3, LeastShare = 0.6;

    // So few of its pixels are no part of it if they alone make its deviation so many times as large: the rims of what is brighter.
    private const double FewPixels = 0.005, Wider = 1.2;

    // How bright a thing the network may see beside the dim part: deviations above the mean, and parts of its range above its end. What shines more casts a glow in the result.
    private const double MostDeviations = 12, LeastRoom = 0.5;

    // Where in the room between its end and the limit the dim part begins and ceases to give way to the whole.
    private const double Begins = 0.3, Ceases = 0.8;

    // Pixels that vary less than their own noise are no part of the image, but those that the noise made darker.
    private const double Cut = 0.9;

    private const int MostParts = 3;

    /// <summary>The dim part of a channel, or null: what is dim is seen well enough beside the rest.</summary>
    /// <param name="processing">What the model asks for: scaling by straight lines.</param>
    /// <param name="whole">Of the channel, or of a dim part of it.</param>
    /// <param name="noise">Of the channel.</param>
    public static DimPart? Of(IntensityProcessing processing, IntensityDistribution whole, ChannelNoise noise) => Of(processing, whole, noise, MostParts);

    private static DimPart? Of(IntensityProcessing processing, IntensityDistribution whole, ChannelNoise noise, int most)
    {
        if (most == 0 || whole.DimPart(Brighter, LeastShare) is not { } dim) return null;
        while (dim.DimPart(Wider, 1 - FewPixels) is { } withoutRims) dim = withoutRims;
        var deviation = Math.Sqrt(noise.VarianceAt(dim.Mean));
        if (deviation == 0 || deviation >= Drowning * whole.StandardDeviation) return null;
        if (dim.StandardDeviation < Cut * deviation) return null;
        if (deviation < Drowned * dim.StandardDeviation) return Of(processing, dim, noise, most);
        var (low, high) = (dim.Percentile(0.1), dim.Percentile(99.9));
        var range = high - low;
        var limit = Math.Max(high + LeastRoom * range, dim.Mean + MostDeviations * dim.StandardDeviation);
        var scaling = new ChannelScaling(processing, dim, noise) { Limits = (low - range, limit), Dim = Of(processing, dim, noise, most - 1) };
        return new DimPart(scaling, high + Begins * (limit - high), high + Ceases * (limit - high));
    }

    /// <summary>Puts what the network made of the dim part into what it made of the whole.</summary>
    /// <param name="dim">The former, in its own units.</param>
    /// <param name="whole">The latter, in its own units; becomes the result.</param>
    /// <param name="scaling">Of the whole.</param>
    public void Blend(ReadOnlySpan<float> dim, Span<float> whole, ChannelScaling scaling)
    {
        var gain = Scaling.Deviation / scaling.Deviation;
        var shift = scaling.Scaled(Full) - gain * Scaling.Scaled(Full);
        var (full, none) = (Scaling.Scaled(Full), Scaling.Scaled(None));
        for (var i = 0; i < whole.Length; i++)
        {
            var share = Math.Clamp((none - dim[i]) / (none - full), 0, 1);
            whole[i] = (float)(share * (gain * dim[i] + shift) + (1 - share) * whole[i]);
        }
    }
}
