using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>The planes of a noisy stack as the network will see them, with the statistics of the whole stack and channel as in restoration.</summary>
internal sealed class ScaledStack
{
    private readonly PlaneSource _source;
    private readonly FrameSeries _series;
    private readonly Dictionary<PlaneIndex, float[]> _planes = [];
    private readonly InputMaps? _maps;

    /// <exception cref="EngineFailure">BadInput: pixels that are not numbers.</exception>
    public ScaledStack(PlaneSource source, PairOptions options)
    {
        (_source, _series, _maps) = (source, SeriesOf(source.Shape, options.Frames), options.Maps);
        var normalizer = new Normalizer(options.Processing, source.Shape, source.PixelType, measuresNoise: _maps is not null);
        if (normalizer.NeedsMeasuring)
            foreach (var index in source.Shape.Planes()) normalizer.Measure(source.Read(index), index);
        Scalings = normalizer.Complete();
    }

    /// <summary>One for each channel.</summary>
    public IReadOnlyList<ChannelScaling> Scalings { get; }

    /// <summary>A stack of one frame is taken along its slices, as in restoration.</summary>
    public static FrameSeries SeriesOf(StackShape shape, int frames) => new(frames, AlongSlices: frames > 1 && shape.Frames == 1 && shape.Slices > 1);

    /// <summary>A plane and its neighbours, each <c>[y, x]</c>; planes are shared with other places, not copied.</summary>
    public IReadOnlyList<float[]> Around(PlaneIndex index) => [.. _series.Around(index, _source.Shape).Select(Scaled)];

    /// <summary>The maps of a plane, each <c>[y, x]</c>; patches are large enough for the noise to be known.</summary>
    public IReadOnlyList<float[]> Maps(PlaneIndex index)
    {
        if (_maps is null) return [];
        var frames = Around(index).Select(frame => new GreyImage(_source.Shape.Width, _source.Shape.Height, Array.ConvertAll(frame, sample => (double)sample))).ToList();
        return [.. _maps.Make(frames, Scalings[index.Channel].Noise!).Select(map => Array.ConvertAll(map.Samples, sample => (float)sample))];
    }

    private float[] Scaled(PlaneIndex index)
    {
        if (_planes.TryGetValue(index, out var known)) return known;
        var (plane, scaling) = (_source.Read(index), Scalings[index.Channel]);
        if (scaling.Blank is not null)
        {
            plane = new Plane(plane.PixelType, plane.Width, plane.Height, (byte[])plane.Pixels.Clone());
            BlankAreas.Fill(plane, scaling.IsBlank);
        }
        return _planes[index] = Scale(GreyImage.From(plane), scaling);
    }

    /// <summary>The samples of an image, scaled.</summary>
    public static float[] Scale(GreyImage image, ChannelScaling scaling)
    {
        var samples = (double[])image.Samples.Clone();
        scaling.Scale(samples);
        return Array.ConvertAll(samples, sample => (float)sample);
    }
}
