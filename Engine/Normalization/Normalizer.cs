using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Learns what scales each channel of a stack. Measure every plane once when <see cref="NeedsMeasuring"/>, then ask for the scalings.
/// </summary>
public sealed class Normalizer(IntensityProcessing processing, StackShape shape, PixelType type)
{
    private readonly DistributionCollector[]? _channels = processing.NeedsStatistics
        ? [.. Enumerable.Range(0, shape.Channels).Select(_ => DistributionCollector.For(type))]
        : null;

    /// <summary>Statistics are needed, or the planes may hold pixels that must be refused before anything is written.</summary>
    public bool NeedsMeasuring => _channels is not null || FinitePixels.MayFail(type);

    /// <exception cref="EngineFailure">BadInput: the plane holds NaN or infinite pixels.</exception>
    public void Measure(Plane plane, PlaneIndex index)
    {
        FinitePixels.Require(plane, index);
        _channels?[index.Channel].Add(plane);
    }

    /// <summary>One scaling for each channel.</summary>
    public IReadOnlyList<ChannelScaling> Complete() =>
        [.. Enumerable.Range(0, shape.Channels).Select(channel => new ChannelScaling(processing, _channels?[channel].Complete()))];
}
