namespace FijiBridge.Engine.Normalization;

/// <summary>Takes intensities of one channel to those the network expects, and the network's back to the units of the input.</summary>
public sealed class ChannelScaling
{
    private static readonly IntensityDistribution Unknown = new([0], [1]);

    private readonly IntensityMap[] _before;
    private readonly IntensityMap[] _after;
    private readonly bool _undo;

    /// <param name="processing">What the model asks for.</param>
    /// <param name="channel">The distribution of the channel in the whole stack; may be null when no operation looks at it.</param>
    /// <param name="noise">Of the channel; with it the scaling must be a straight line, as those of zero_mean_unit_variance and scale_range are.</param>
    public ChannelScaling(IntensityProcessing processing, IntensityDistribution? channel, ChannelNoise? noise = null)
    {
        if (processing.NeedsStatistics) ArgumentNullException.ThrowIfNull(channel);
        var distribution = channel ?? Unknown;
        _before = new IntensityMap[processing.Before.Count];
        for (var i = 0; i < _before.Length; i++)
        {
            _before[i] = processing.Before[i].Fit(distribution);
            // A later operation must see the intensities as this one leaves them.
            if (processing.Before.Skip(i + 1).Any(later => later.NeedsStatistics)) distribution = distribution.Map(_before[i]);
        }
        _after = [.. processing.After.Select(scheme => scheme.Fit(Unknown))];
        _undo = processing.UndoesScaling;
        if (noise is null) return;
        var (mean, deviation) = Line();
        Noise = ScaledNoise.Of(noise, mean, deviation);
    }

    /// <summary>The darkest and the brightest intensity that the network sees as it is; null: it sees all of them.</summary>
    public (double Least, double Most)? Limits { get; init; }

    /// <summary>A value that stands for pixels which were not recorded, and what the network sees there instead; null: there is none.</summary>
    public (double Value, double Share, double Seen)? Blank { get; init; }

    /// <summary>What is shown to the network by itself once more; null: nothing.</summary>
    public DimPart? Dim { get; init; }

    /// <inheritdoc cref="IntensityDistribution.IsDarkOnBright"/>
    public bool IsDarkOnBright { get; init; }

    /// <summary>The noise of the channel in the network's units; null: it was not asked for, or its images are too small to tell.</summary>
    public ScaledNoise? Noise { get; }

    /// <summary>Whether the pixel was not recorded.</summary>
    public bool IsBlank(double value) => Blank is { } blank && value == blank.Value;

    /// <summary>The value in the network's units, as no limit and no blank changes it; the scaling must be a straight line.</summary>
    public double Scaled(double value)
    {
        var (mean, deviation) = Line();
        return (value - mean) / deviation;
    }

    /// <summary>What lies beyond the limits, in the network's units; the scaling must be a straight line.</summary>
    public double Excess(double value) => Limits is var (least, most) && (value < least || value > most) ? (value - Math.Clamp(value, least, most)) / Deviation : 0;

    /// <summary>Input intensities become the network's, in place.</summary>
    public void Scale(Span<double> values)
    {
        if (Blank is var (blank, _, seen))
            foreach (ref var value in values) value = value == blank ? seen : value;
        if (Limits is var (least, most))
            foreach (ref var value in values) value = Math.Clamp(value, least, most);
        Map(values);
    }

    private void Map(Span<double> values)
    {
        foreach (var map in _before) map.Apply(values);
    }

    /// <summary>What is 1 in the network's units, in the units of the image; the scaling must be a straight line.</summary>
    public double Deviation => Line().Deviation;

    // Every x becomes (x - mean) / deviation; maps that are no straight line do not count.
    private (double Mean, double Deviation) Line()
    {
        var (shift, gain) = (0.0, 1.0);
        foreach (var map in _before.OfType<AffineMap>()) (shift, gain) = (shift + map.Shift / gain, gain * map.Gain);
        return (shift, 1 / gain);
    }

    /// <summary>Applies what the model asks for after the network, in place, and no more.</summary>
    public void Finish(Span<double> values)
    {
        foreach (var map in _after) map.Apply(values);
    }

    /// <summary>
    /// The network's intensities become those of the result, in place: <see cref="Finish"/>, and the scaling undone unless the model
    /// sets the units.
    /// </summary>
    public void Restore(Span<double> values)
    {
        Finish(values);
        if (!_undo) return;
        for (var i = _before.Length - 1; i >= 0; i--) _before[i].Undo(values);
    }
}
