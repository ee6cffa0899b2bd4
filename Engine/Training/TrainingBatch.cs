namespace FijiBridge.Engine.Training;

/// <summary>
/// The samples of one step, in arrays that are kept and filled anew for every step. Axes as in
/// <see cref="PatchShape"/>, last axis fastest.
/// </summary>
public sealed class TrainingBatch
{
    internal TrainingBatch(int input, int target, bool masked)
    {
        (Input, Target) = (new float[input], new float[target]);
        if (masked) Mask = new float[target];
    }

    /// <summary>Noisy frames and maps, <c>[batch, channel, (z,) y, x]</c>.</summary>
    public float[] Input { get; }

    /// <summary>What they should become, <c>[batch, 1, (z,) y, x]</c>.</summary>
    public float[] Target { get; }

    /// <summary>1 where the target counts, 0 where it does not (saturated, clipped), or any weight of the difference; null unless <see cref="TrainingOptions.Masked"/>.</summary>
    public float[]? Mask { get; }
}

/// <summary>
/// Fills the batch of one step; with several workers, of <c>step * workers + worker</c>, and from several threads at once. The same number
/// must always give the same samples, so that a resumed training sees what an unbroken one would have seen.
/// </summary>
public delegate void BatchSource(long step, TrainingBatch batch);
