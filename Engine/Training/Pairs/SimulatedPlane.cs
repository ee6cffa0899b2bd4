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

    internal override StructureMap Structure => _structure.Value;

    private GreyImage Middle => _frames[_frames.Count / 2];

    internal override void Cut(int left, int top, Patch patch, RandomSource random)
    {
        var (x, width) = Span(left * Scale, patch.TargetWidth, Width * Scale);
        var (y, height) = Span(top * Scale, patch.TargetHeight, Height * Scale);
        for (var frame = 0; frame < _frames.Count; frame++)
        {
            var (input, target) = _degradation.Apply(_frames[frame].Crop(x, y, width, height), random);
            Store(input.Crop(left - x / Scale, top - y / Scale, patch.Width, patch.Height), patch.Frame(frame));
            if (frame == _frames.Count / 2) Store(target.Crop(left * Scale - x, top * Scale - y, patch.TargetWidth, patch.TargetHeight), patch.Target);
        }
        patch.Mask.AsSpan().Fill(1);
    }

    /// <summary>The whole plane, spoilt once: the same for the same seed.</summary>
    public TrainingPair Fixed(long seed)
    {
        var patch = new Patch(Width, Height, _frames.Count, Scale);
        Cut(0, 0, patch, new RandomSource(seed));
        var frames = Enumerable.Range(0, _frames.Count).Select(frame => patch.Frame(frame).ToArray()).ToList();
        return new TrainingPair(Field, Width, Height, Scale, frames, patch.Target, null, Report);
    }

    // A stretch of an axis with its margin, as far as the image reaches.
    private (int Start, int Length) Span(int start, int length, int limit)
    {
        var from = Math.Max(0, start - _degradation.Margin);
        return (from, Math.Min(limit, start + length + _degradation.Margin) - from);
    }

    private void Store(GreyImage image, Span<float> patch)
    {
        _scaling.Scale(image.Samples);
        for (var i = 0; i < patch.Length; i++) patch[i] = (float)image.Samples[i];
    }
}
