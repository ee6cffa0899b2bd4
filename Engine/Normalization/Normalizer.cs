using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Learns what scales each channel of a stack, and its noise where the model asks for it. Measure every plane once when
/// <see cref="NeedsMeasuring"/>, then ask for the scalings.
/// </summary>
public sealed class Normalizer(IntensityProcessing processing, StackShape shape, PixelType type, bool measuresNoise = false)
{
    private readonly ChannelMeter[] _channels = [.. Enumerable.Range(0, shape.Channels).Select(_ => new ChannelMeter(processing, type, measuresNoise))];

    private readonly HashSet<PlaneIndex> _blankPlanes = [];

    private readonly WindowSampling _sampling = new(shape);

    /// <summary>Statistics are needed, or the planes may hold pixels that must be refused before anything is written.</summary>
    public bool NeedsMeasuring => processing.NeedsStatistics || measuresNoise || FinitePixels.MayFail(type);

    /// <exception cref="EngineFailure">BadInput: the plane holds NaN or infinite pixels.</exception>
    public void Measure(Plane plane, PlaneIndex index)
    {
        FinitePixels.Require(plane, index);
        var blank = IsBlank(plane);
        if (blank) _blankPlanes.Add(index);
        var channel = _channels[index.Channel];
        channel.Add(plane, blank);
        if (!measuresNoise || !_sampling.Takes(index)) return;
        foreach (var (_, window) in _sampling.Windows(plane, index)) channel.AddNoise(window);
    }

    /// <summary>Measured planes of one value.</summary>
    public IReadOnlySet<PlaneIndex> BlankPlanes => _blankPlanes;

    /// <summary>One scaling for each channel, with its noise where that was asked for and found.</summary>
    public IReadOnlyList<ChannelScaling> Complete() => [.. _channels.Select(channel => channel.Complete())];

    private static bool IsBlank(Plane plane)
    {
        var sample = plane.PixelType.BytesPerSample();
        return plane.Pixels.AsSpan(sample).SequenceEqual(plane.Pixels.AsSpan(0, plane.Pixels.Length - sample));
    }
}
