namespace FijiBridge.Engine.Training.Pairs;

/// <summary>A patch of noisy frames and maps with its target: square arrays <c>[channel, y, x]</c> and <c>[y, x]</c> that are filled anew again and again.</summary>
internal sealed class Patch(int width, int height, int channels, int scale)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Scale { get; } = scale;

    public int TargetWidth => Width * Scale;

    public int TargetHeight => Height * Scale;

    /// <summary>The noisy frames, then the maps, <c>[channel, y, x]</c>.</summary>
    public float[] Input { get; } = new float[channels * width * height];

    /// <summary>The clean image, <c>[y, x]</c>.</summary>
    public float[] Target { get; } = new float[width * scale * height * scale];

    /// <summary>1 where the target counts, else 0, <c>[y, x]</c>.</summary>
    public float[] Mask { get; } = new float[width * scale * height * scale];

    public Span<float> Channel(int channel) => Input.AsSpan(channel * Width * Height, Width * Height);
}
