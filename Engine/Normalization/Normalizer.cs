using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Learns what scales each channel of a stack, and its noise where the model asks for it. Measure every plane once when
/// <see cref="NeedsMeasuring"/>, then ask for the scalings.
/// </summary>
public sealed class Normalizer(IntensityProcessing processing, StackShape shape, PixelType type, bool measuresNoise = false)
{
    // What such a model sees of hot pixels, as a multiple of the range of the others.
    private const double NetworksReach = 3;

    private readonly DistributionCollector[]? _channels = processing.NeedsStatistics ? Collectors(shape, type) : null;

    // Planes of one value, which say nothing of a channel that has others: they were not recorded, or are masked.
    private readonly DistributionCollector[]? _blank = processing.NeedsStatistics && processing.UndoesScaling && measuresNoise ? Collectors(shape, type) : null;

    private readonly ExtremeAreas[] _extremes = [.. Enumerable.Range(0, shape.Channels).Select(_ => new ExtremeAreas())];

    private readonly HashSet<PlaneIndex> _blankPlanes = [];

    private readonly bool[] _hasImages = new bool[shape.Channels];

    private readonly NoiseMeter[]? _noise = measuresNoise ? Meters(shape) : null;

    // The same without what may turn out not to have been recorded, and its border.
    private readonly NoiseMeter[] _noiseBeside = Meters(shape);

    private readonly WindowSampling _sampling = new(shape);

    /// <summary>Statistics are needed, or the planes may hold pixels that must be refused before anything is written.</summary>
    public bool NeedsMeasuring => _channels is not null || _noise is not null || FinitePixels.MayFail(type);

    /// <exception cref="EngineFailure">BadInput: the plane holds NaN or infinite pixels.</exception>
    public void Measure(Plane plane, PlaneIndex index)
    {
        FinitePixels.Require(plane, index);
        var blank = IsBlank(plane);
        if (blank) _blankPlanes.Add(index);
        (blank && _blank is not null ? _blank : _channels)?[index.Channel].Add(plane);
        _hasImages[index.Channel] |= !blank;
        if (_blank is not null && !blank) _extremes[index.Channel].Add(plane);
        if (_noise is null || !_sampling.Takes(index)) return;
        double[] areas = [.. _extremes[index.Channel].Values];
        foreach (var (_, window) in _sampling.Windows(plane, index))
        {
            _noise[index.Channel].Add(window);
            if (areas.Length > 0) _noiseBeside[index.Channel].Add(window.Select(sample => areas.Contains(sample) ? double.NaN : sample));
        }
    }

    /// <summary>Measured planes of one value.</summary>
    public IReadOnlySet<PlaneIndex> BlankPlanes => _blankPlanes;

    /// <summary>One scaling for each channel.</summary>
    public IReadOnlyList<ChannelScaling> Complete() => [.. Enumerable.Range(0, shape.Channels).Select(Scaling)];

    /// <summary>The noise of each channel in the units of its scaling, null where its images are too small to tell; null when it was not asked for.</summary>
    public IReadOnlyList<ScaledNoise?>? Noise(IReadOnlyList<ChannelScaling> scalings) =>
        _noise is null ? null : [.. scalings.Select((scaling, channel) => Meter(channel, scaling) is { IsBlind: false } meter ? scaling.Scaled(meter.Complete()) : null)];

    private NoiseMeter Meter(int channel, ChannelScaling scaling) => scaling.Blank is not null && !_noiseBeside[channel].IsBlind ? _noiseBeside[channel] : _noise![channel];

    // Models that are told about noise learnt from images without hot pixels and places that were not recorded: a few would make the noise seem nothing beside what they add to the deviation.
    private ChannelScaling Scaling(int channel)
    {
        if (_blank is null) return new ChannelScaling(processing, _channels?[channel].Complete());
        var all = (_hasImages[channel] ? _channels! : _blank)[channel].Complete();
        (double Value, double Share, IntensityDistribution Others)? area = null;
        foreach (var value in _extremes[channel].Values)
            if (area is null && all.Apart(value) is var (share, others)) area = (value, share, others);
        var recorded = area?.Others ?? all;
        var usual = WithoutStuckPixels(recorded);
        var limits = usual.Reach(NetworksReach);
        return new ChannelScaling(processing, usual.Within(usual.Reach(1)))
        {
            Limits = recorded.LiesWithin(limits) ? null : limits,
            Blank = area is var (blank, part, _) ? (blank, part, usual.Percentile(50)) : null,
        };
    }

    // What has the smallest or largest value and lies alone: however many there are, the others decide.
    private static IntensityDistribution WithoutStuckPixels(IntensityDistribution recorded)
    {
        var bright = recorded.Apart(recorded.Max)?.Others ?? recorded;
        return bright.Apart(bright.Min)?.Others ?? bright;
    }

    private static NoiseMeter[] Meters(StackShape shape) => [.. Enumerable.Range(0, shape.Channels).Select(_ => new NoiseMeter())];

    private static DistributionCollector[] Collectors(StackShape shape, PixelType type) => [.. Enumerable.Range(0, shape.Channels).Select(_ => DistributionCollector.For(type))];

    private static bool IsBlank(Plane plane)
    {
        var sample = plane.PixelType.BytesPerSample();
        return plane.Pixels.AsSpan(sample).SequenceEqual(plane.Pixels.AsSpan(0, plane.Pixels.Length - sample));
    }
}
