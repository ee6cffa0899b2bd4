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

    internal TrainingBatch(TrainingOptions options)
        : this(Count(options.Patch.Input(options.Network)), Count(options.Patch.Output(options.Network)), options.Masked)
    {
    }

    /// <summary>Noisy frames and maps, <c>[batch, channel, (z,) y, x]</c>.</summary>
    public float[] Input { get; }

    /// <summary>What they should become, <c>[batch, 1, (z,) y, x]</c>.</summary>
    public float[] Target { get; }

    /// <summary>1 where the target counts, 0 where it does not (saturated, clipped), or any weight of the difference; null unless <see cref="TrainingOptions.Masked"/>.</summary>
    public float[]? Mask { get; }

    /// <summary>Lets a session read part <paramref name="part"/> of <paramref name="parts"/> equal ones.</summary>
    /// <param name="session">Its inputs are those of <see cref="TrainingGraph"/>.</param>
    /// <param name="options">Of the part.</param>
    /// <param name="part">From 0.</param>
    /// <param name="parts">1: the whole batch.</param>
    internal void Bind(BoundSession session, TrainingOptions options, int part, int parts)
    {
        Memory<float> Part(float[] samples) => samples.AsMemory(part * (samples.Length / parts), samples.Length / parts);
        session.Input(TrainingGraph.Input, Part(Input), options.Patch.Input(options.Network));
        session.Input(TrainingGraph.Target, Part(Target), options.Patch.Output(options.Network));
        if (Mask is not null) session.Input(TrainingGraph.Mask, Part(Mask), options.Patch.Output(options.Network));
    }

    private static int Count(IEnumerable<int> shape) => shape.Aggregate(1, (a, b) => a * b);
}

/// <summary>
/// Fills the batch of one step. The same step must always give the same samples, so that a resumed training sees what an unbroken one would
/// have seen.
/// </summary>
public delegate void BatchSource(long step, TrainingBatch batch);
