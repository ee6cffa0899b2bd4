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

    private readonly bool[] _hasImages = new bool[shape.Channels];

    private readonly NoiseMeter[]? _noise = measuresNoise ? [.. Enumerable.Range(0, shape.Channels).Select(_ => new NoiseMeter())] : null;

    private readonly WindowSampling _sampling = new(shape);

    /// <summary>Statistics are needed, or the planes may hold pixels that must be refused before anything is written.</summary>
    public bool NeedsMeasuring => _channels is not null || _noise is not null || FinitePixels.MayFail(type);

    /// <exception cref="EngineFailure">BadInput: the plane holds NaN or infinite pixels.</exception>
    public void Measure(Plane plane, PlaneIndex index)
    {
        FinitePixels.Require(plane, index);
        var blank = _blank is not null && IsBlank(plane);
        (blank ? _blank : _channels)?[index.Channel].Add(plane);
        _hasImages[index.Channel] |= !blank;
        if (_noise is null || !_sampling.Takes(index)) return;
        foreach (var (_, window) in _sampling.Windows(plane, index)) _noise[index.Channel].Add(window);
    }

    /// <summary>One scaling for each channel.</summary>
    public IReadOnlyList<ChannelScaling> Complete() => [.. Enumerable.Range(0, shape.Channels).Select(Scaling)];

    /// <summary>The noise of each channel in the units of its scaling, null where its images are too small to tell; null when it was not asked for.</summary>
    public IReadOnlyList<ScaledNoise?>? Noise(IReadOnlyList<ChannelScaling> scalings) =>
        _noise is null ? null : [.. _noise.Zip(scalings, (meter, scaling) => meter.IsBlind ? null : scaling.Scaled(meter.Complete()))];

    // Models that are told about noise learnt from images without hot pixels and places that were not recorded: a few would make the noise seem nothing beside what they add to the deviation.
    private ChannelScaling Scaling(int channel)
    {
        if (_blank is null) return new ChannelScaling(processing, _channels?[channel].Complete());
        var all = (_hasImages[channel] ? _channels! : _blank)[channel].Complete();
        var (blank, share, distribution) = all.Apart() ?? (0, 0, all);
        var limits = distribution.Reach(NetworksReach);
        return new ChannelScaling(processing, distribution.Within(distribution.Reach(1)))
        {
            Limits = distribution.LiesWithin(limits) ? null : limits,
            Blank = share > 0 ? (blank, share, distribution.Percentile(50)) : null,
        };
    }

    private static DistributionCollector[] Collectors(StackShape shape, PixelType type) => [.. Enumerable.Range(0, shape.Channels).Select(_ => DistributionCollector.For(type))];

    private static bool IsBlank(Plane plane)
    {
        var sample = plane.PixelType.BytesPerSample();
        return plane.Pixels.AsSpan(sample).SequenceEqual(plane.Pixels.AsSpan(0, plane.Pixels.Length - sample));
    }
}
