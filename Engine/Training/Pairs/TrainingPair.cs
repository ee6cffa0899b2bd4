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

/// <summary>One plane ready for training: intensities as the network sees them.</summary>
public sealed class TrainingPair
{
    internal TrainingPair(string field, int width, int height, int scale, float[][] frames, float[] target, bool[]? mask, PairReport report) =>
        (Field, Width, Height, Scale, Frames, Target, Mask, Report) = (field, width, height, scale, frames, target, mask, report);

    /// <summary>The field of view.</summary>
    public string Field { get; }

    /// <summary>Columns of the noisy image.</summary>
    public int Width { get; }

    /// <summary>Rows of the noisy image.</summary>
    public int Height { get; }

    /// <summary>The target has this many times the columns and rows.</summary>
    public int Scale { get; }

    /// <summary>The noisy frames, each <c>[y, x]</c>; the middle one belongs to the target.</summary>
    public IReadOnlyList<float[]> Frames { get; }

    /// <summary>The clean image, <c>[y, x]</c>, in the scale of the noisy one.</summary>
    public float[] Target { get; }

    /// <summary>True where the target counts; null when it counts everywhere.</summary>
    public bool[]? Mask { get; }

    public PairReport Report { get; }
}
