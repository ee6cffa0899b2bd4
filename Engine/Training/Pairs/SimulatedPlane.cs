using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>One plane of a good recording; each patch is spoilt anew, so that no noise is ever seen twice.</summary>
internal sealed class SimulatedPlane : TrainingPlane
{
    private readonly IReadOnlyList<GreyImage> _frames;
    private readonly Degradation _degradation;
    private readonly ChannelScaling _scaling;
    private readonly Lazy<StructureMap> _structure;

    /// <param name="name">What the user calls the image.</param>
    /// <param name="field">The field of view.</param>
    /// <param name="frames">Neighbouring frames, the plane's own in the middle.</param>
    /// <param name="degradation">What is done to them.</param>
    /// <param name="scaling">From the degraded image's intensities to those of the network.</param>
    /// <param name="noise">Standard deviation of input minus target, in the network's units.</param>
    public SimulatedPlane(string name, string field, IReadOnlyList<GreyImage> frames, Degradation degradation, ChannelScaling scaling, double noise)
    {
        (Field, _frames, _degradation, _scaling) = (field, frames, degradation, scaling);
        Report = new PairReport(name, default, Moved: false, 1, 0, 0, noise);
        _structure = new(() => StructureMap.Of([.. Middle.Samples.Select(sample => (float)sample)], Middle.Width, Middle.Height, Scale));
    }

    public override string Field { get; }

    public override int Width => Middle.Width / Scale;

    public override int Height => Middle.Height / Scale;

    public override int Scale => _degradation.Scale;

    public override bool IsMasked => false;

    public override PairReport Report { get; }

    /// <summary>What the network is given beside the frames; null: nothing.</summary>
    internal InputMaps? Maps { get; init; }

    internal override StructureMap Structure => _structure.Value;

    private int Margin => Math.Max(_degradation.Margin, (Maps?.Reach ?? 0) * Scale);

    private GreyImage Middle => _frames[_frames.Count / 2];

    internal override void Cut(int left, int top, Patch patch, RandomSource random)
    {
        var (x, width) = Span(left * Scale, patch.TargetWidth, Width * Scale);
        var (y, height) = Span(top * Scale, patch.TargetHeight, Height * Scale);
        var spoilt = _frames.Select(frame => _degradation.Apply(frame.Crop(x, y, width, height), random)).ToList();
        var channels = spoilt.ConvertAll(both => Scaled(both.Input));
        if (Maps is not null) channels.AddRange(Maps.Make([.. channels], Noise!));
        for (var channel = 0; channel < channels.Count; channel++)
            Store(channels[channel].Crop(left - x / Scale, top - y / Scale, patch.Width, patch.Height), patch.Channel(channel));
        Store(Scaled(spoilt[_frames.Count / 2].Target.Crop(left * Scale - x, top * Scale - y, patch.TargetWidth, patch.TargetHeight)), patch.Target);
        patch.Mask.AsSpan().Fill(1);
    }

    internal override IReadOnlyList<TrainingPair> Slices(long seed) => [Fixed(seed)];

    /// <summary>The whole plane, spoilt once: the same for the same seed.</summary>
    public TrainingPair Fixed(long seed)
    {
        var patch = new Patch(Width, Height, _frames.Count + (Maps?.Count ?? 0), Scale);
        Cut(0, 0, patch, new RandomSource(seed));
        List<float[]> Channels(int first, int count) => [.. Enumerable.Range(first, count).Select(channel => patch.Channel(channel).ToArray())];
        return new TrainingPair(Field, Width, Height, Scale, Channels(0, _frames.Count), patch.Target, null, Report)
        {
            Channel = Channel,
            Maps = Channels(_frames.Count, Maps?.Count ?? 0),
            Noise = Noise,
        };
    }

    // A stretch of an axis with its margin, as far as the image reaches.
    private (int Start, int Length) Span(int start, int length, int limit)
    {
        var from = Math.Max(0, start - Margin);
        return (from, Math.Min(limit, start + length + Margin) - from);
    }

    private GreyImage Scaled(GreyImage image)
    {
        var samples = (double[])image.Samples.Clone();
        _scaling.Scale(samples);
        return new GreyImage(image.Width, image.Height, samples);
    }

    private static void Store(GreyImage image, Span<float> patch)
    {
        for (var i = 0; i < patch.Length; i++) patch[i] = (float)image.Samples[i];
    }
}
