using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>What was found out about a pair while it was prepared.</summary>
/// <param name="Name">What the user calls the pair.</param>
/// <param name="Shift">How far the clean image was shifted against the noisy one, in pixels of the noisy image.</param>
/// <param name="Moved">Whether the clean image was moved back.</param>
/// <param name="Gain">noisy = gain * clean + offset, the line that was applied; 1 when it was not.</param>
/// <param name="Offset">See gain; 0 when it was not applied.</param>
/// <param name="Masked">The share of the pixels that do not count, because they were cut off at the limits of the camera or file.</param>
/// <param name="Noise">Standard deviation of input minus target, in the network's units.</param>
public sealed record PairReport(string Name, Shift Shift, bool Moved, double Gain, double Offset, double Masked, double Noise);

/// <summary>One plane of two recordings, ready for training.</summary>
public sealed class TrainingPair : TrainingPlane
{
    private readonly Lazy<StructureMap> _structure;

    internal TrainingPair(string field, int width, int height, int scale, IReadOnlyList<float[]> frames, float[] target, bool[]? mask, PairReport report)
    {
        (Field, Width, Height, Scale, Frames, Target, Mask, Report) = (field, width, height, scale, frames, target, mask, report);
        _structure = new(() => StructureMap.Of(Target, Width * Scale, Height * Scale, Scale));
    }

    public override string Field { get; }

    public override int Width { get; }

    public override int Height { get; }

    public override int Scale { get; }

    /// <summary>The noisy frames, each <c>[y, x]</c>; the middle one belongs to the target.</summary>
    public IReadOnlyList<float[]> Frames { get; }

    /// <summary>What the network is given beside the frames, each <c>[y, x]</c>. Default none.</summary>
    public IReadOnlyList<float[]> Maps { get; init; } = [];

    /// <summary>All that the network is given: frames, then maps.</summary>
    public IReadOnlyList<float[]> Channels => Maps.Count == 0 ? Frames : [.. Frames, .. Maps];

    /// <summary>The clean image, <c>[y, x]</c>, in the scale of the noisy one.</summary>
    public float[] Target { get; }

    /// <summary>True where the target counts; null when it counts everywhere.</summary>
    public bool[]? Mask { get; }

    public override bool IsMasked => Mask is not null;

    public override PairReport Report { get; }

    internal override StructureMap Structure => _structure.Value;

    internal override void Cut(int left, int top, Patch patch, RandomSource random)
    {
        var channels = Channels;
        for (var channel = 0; channel < channels.Count; channel++) Copy(channels[channel], Width, left, top, patch.Channel(channel), patch.Width, patch.Height);
        Copy(Target, Width * Scale, left * Scale, top * Scale, patch.Target, patch.TargetWidth, patch.TargetHeight);
        if (Mask is null) patch.Mask.AsSpan().Fill(1);
        else CopyMask(Mask, left * Scale, top * Scale, patch);
    }

    internal override IReadOnlyList<TrainingPair> Slices(long seed) => [this];

    private static void Copy(float[] plane, int stride, int left, int top, Span<float> patch, int width, int height)
    {
        for (var y = 0; y < height; y++) plane.AsSpan((top + y) * stride + left, width).CopyTo(patch[(y * width)..]);
    }

    private void CopyMask(bool[] mask, int left, int top, Patch patch)
    {
        for (var i = 0; i < patch.Mask.Length; i++)
            patch.Mask[i] = mask[(top + i / patch.TargetWidth) * Width * Scale + left + i % patch.TargetWidth] ? 1 : 0;
    }
}
