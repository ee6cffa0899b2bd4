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
    public ChannelScaling(IntensityProcessing processing, IntensityDistribution? channel)
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
    }

    /// <summary>Input intensities become the network's, in place.</summary>
    public void Scale(Span<double> values)
    {
        foreach (var map in _before) map.Apply(values);
    }

    /// <summary>Noise in the network's units; the scaling must be a straight line, as those of zero_mean_unit_variance and scale_range are.</summary>
    internal ScaledNoise Scaled(ChannelNoise noise)
    {
        double[] line = [0, 1];
        Scale(line);
        var deviation = 1 / (line[1] - line[0]);
        return ScaledNoise.Of(noise, -line[0] * deviation, deviation);
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
