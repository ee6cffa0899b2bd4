using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Learns what scales each channel of a stack, and its noise where the model asks for it. Measure every plane once when
/// <see cref="NeedsMeasuring"/>, then ask for the scalings.
/// </summary>
public sealed class Normalizer(IntensityProcessing processing, StackShape shape, PixelType type, bool measuresNoise = false)
{
    private readonly DistributionCollector[]? _channels = processing.NeedsStatistics
        ? [.. Enumerable.Range(0, shape.Channels).Select(_ => DistributionCollector.For(type))]
        : null;

    private readonly NoiseMeter[]? _noise = measuresNoise ? [.. Enumerable.Range(0, shape.Channels).Select(_ => new NoiseMeter())] : null;

    private readonly NoiseSampling _sampling = new(shape);

    /// <summary>Statistics are needed, or the planes may hold pixels that must be refused before anything is written.</summary>
    public bool NeedsMeasuring => _channels is not null || _noise is not null || FinitePixels.MayFail(type);

    /// <exception cref="EngineFailure">BadInput: the plane holds NaN or infinite pixels.</exception>
    public void Measure(Plane plane, PlaneIndex index)
    {
        FinitePixels.Require(plane, index);
        _channels?[index.Channel].Add(plane);
        if (_noise is null || !_sampling.Takes(index)) return;
        foreach (var window in _sampling.Windows(plane, index)) _noise[index.Channel].Add(window);
    }

    /// <summary>One scaling for each channel.</summary>
    public IReadOnlyList<ChannelScaling> Complete() =>
        [.. Enumerable.Range(0, shape.Channels).Select(channel => new ChannelScaling(processing, _channels?[channel].Complete()))];

    /// <summary>The noise of each channel in the units of its scaling; null when it was not asked for.</summary>
    public IReadOnlyList<ScaledNoise>? Noise(IReadOnlyList<ChannelScaling> scalings) =>
        _noise is null ? null : [.. _noise.Zip(scalings, (meter, scaling) => scaling.Scaled(meter.Complete()))];
}
