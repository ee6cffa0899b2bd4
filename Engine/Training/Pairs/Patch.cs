namespace FijiBridge.Engine.Training.Pairs;

/// <summary>
/// A patch of noisy frames and maps with its target: square arrays <c>[channel, z, y, x]</c> and <c>[z, y, x]</c> that are filled anew again and again.
/// </summary>
internal sealed class Patch(int width, int height, int channels, int scale, int depth = 1)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Scale { get; } = scale;

    /// <summary>Slices; 1 for patches of planes.</summary>
    public int Depth { get; } = depth;

    public int TargetWidth => Width * Scale;

    public int TargetHeight => Height * Scale;

    /// <summary>The noisy frames, then the maps, <c>[channel, z, y, x]</c>.</summary>
    public float[] Input { get; } = new float[channels * depth * width * height];

    /// <summary>The clean image, <c>[z, y, x]</c>.</summary>
    public float[] Target { get; } = new float[depth * width * scale * height * scale];

    /// <summary>1 where the target counts, else 0, <c>[z, y, x]</c>.</summary>
    public float[] Mask { get; } = new float[depth * width * scale * height * scale];

    /// <summary>All slices of a channel.</summary>
    public Span<float> Channel(int channel) => Input.AsSpan(channel * Depth * Width * Height, Depth * Width * Height);

    /// <summary>A patch for one of its slices.</summary>
    public Patch OneSlice() => new(Width, Height, channels, Scale);

    /// <summary>Copies a slice to its place.</summary>
    public void Take(Patch slice, int z)
    {
        var (pixels, targets) = (Width * Height, TargetWidth * TargetHeight);
        for (var channel = 0; channel < channels; channel++) slice.Channel(channel).CopyTo(Channel(channel)[(z * pixels)..]);
        slice.Target.CopyTo(Target, z * targets);
        slice.Mask.CopyTo(Mask, z * targets);
    }
}
