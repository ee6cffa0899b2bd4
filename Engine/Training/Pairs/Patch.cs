namespace FijiBridge.Engine.Training.Pairs;

/// <summary>A patch of noisy frames with its target: square arrays <c>[frame, y, x]</c> and <c>[y, x]</c> that are filled anew again and again.</summary>
internal sealed class Patch(int width, int height, int frames, int scale)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Scale { get; } = scale;

    public int TargetWidth => Width * Scale;

    public int TargetHeight => Height * Scale;

    /// <summary>The noisy frames, <c>[frame, y, x]</c>.</summary>
    public float[] Input { get; } = new float[frames * width * height];

    /// <summary>The clean image, <c>[y, x]</c>.</summary>
    public float[] Target { get; } = new float[width * scale * height * scale];

    /// <summary>1 where the target counts, else 0, <c>[y, x]</c>.</summary>
    public float[] Mask { get; } = new float[width * scale * height * scale];

    public Span<float> Frame(int frame) => Input.AsSpan(frame * Width * Height, Width * Height);
}
