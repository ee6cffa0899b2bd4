using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Training;

/// <summary>Everything a training depends on, apart from its data.</summary>
public sealed record TrainingOptions
{
    public required Network Network { get; init; }

    /// <summary>Size of a batch. 16 patches of 64 x 64 by default.</summary>
    public PatchShape Patch { get; init; } = new(16, 64, 64);

    public Loss Loss { get; init; } = new Loss.L2();

    /// <summary>The loss of the last quarter of the steps; null: the same as before.</summary>
    public Loss? FinalLoss { get; init; }

    /// <summary>Whether batches say which pixels of the target count, and how much.</summary>
    public bool Masked { get; init; }

    public AdamOptions Adam { get; init; } = new();

    public LearningRateSchedule LearningRate { get; init; } = new(1e-3, 100);

    /// <summary>Number of steps; null when <see cref="Duration"/> decides.</summary>
    public long? Steps { get; init; } = 5000;

    /// <summary>
    /// How long to train. The first steps are timed, and the number of steps follows from them; every validation plans it anew from the
    /// speed since the last one, so that a machine that becomes slower still ends in time, and with a learning rate of 0.
    /// </summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Steps between two validations, and between two checkpoints.</summary>
    public int ValidateEvery { get; init; } = 200;

    /// <summary>Validations without a better figure after which training stops; 0: never.</summary>
    public int Patience { get; init; }

    /// <summary>Initial weights are drawn by it. Batches have their own.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Weights to begin with, in the order of <see cref="Network.Layout"/>; null: drawn by <see cref="Seed"/>.</summary>
    public float[]? Start { get; init; }

    /// <summary>
    /// The validation figure of <see cref="Start"/>; weights that never surpass it are not taken for the best. Null: not known.
    /// </summary>
    public double? StartScore { get; init; }

    /// <summary>File that holds the state of the training; null: none. Written whole or not at all.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Whether to go on from <see cref="Checkpoint"/> when it exists.</summary>
    public bool Resume { get; init; }

    /// <summary>Threads of the processor; 0: all. With the same number a training is repeatable bit for bit where <see cref="Lanes"/> have one thread each.</summary>
    public int Threads { get; init; }

    /// <summary>Where the steps run; validation runs on the processor. Default the processor.</summary>
    public DeviceKind Device { get; init; } = DeviceKind.Cpu;

    /// <summary>A fingerprint of the data, so that a training is not resumed with other images. Default none.</summary>
    public string Data { get; init; } = string.Empty;

    /// <summary>
    /// A folder through which several processes train one network together, each with its own batches; null: alone.
    /// </summary>
    public string? Exchange { get; init; }

    /// <summary>Equal parts of a batch that the processor works on side by side: as many as there are threads, if the batch divides so.</summary>
    internal int Lanes
    {
        get
        {
            var most = Math.Min(Patch.Batch, Threads == 0 ? Environment.ProcessorCount : Threads);
            return Enumerable.Range(1, most).Last(lanes => Patch.Batch % lanes == 0);
        }
    }

    /// <summary>The options of one lane.</summary>
    internal TrainingOptions Lane => this with
    {
        Patch = Patch with { Batch = Patch.Batch / Lanes },
        Threads = Math.Max(1, (Threads == 0 ? Environment.ProcessorCount : Threads) / Lanes),
    };

    /// <summary>What a resumed training must share with the one that wrote the checkpoint.</summary>
    internal string Fingerprint =>
        $"{Network}, {Patch}, {Loss}, finally {FinalLoss ?? Loss}, masked {Masked}, {Adam}, {LearningRate}, {Steps} steps, {Duration}, validation every {ValidateEvery}, patience {Patience}, seed {Seed}, data {Data}{Beginning}";

    private string Beginning => Start is null ? string.Empty : $", begun with {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(Start)))}";

    /// <exception cref="EngineFailure">A value is out of its range; the message names all of them.</exception>
    internal TrainingOptions Checked()
    {
        Network.Checked();
        var complaints = Complaints().ToArray();
        return complaints.Length == 0 ? this : throw new EngineFailure(FailureKind.BadRequest, string.Join(" ", complaints));
    }

    private IEnumerable<string> Complaints()
    {
        var divisor = Network.Architecture.Divisor;
        if (Start is not null && Start.Length != Network.Layout.Count)
            yield return $"The network has {Network.Layout.Count} weights; it cannot begin with {Start.Length}.";
        if (Patch.Batch < 1 || Patch.Height < 1 || Patch.Width < 1 || Patch.Depth < 1) yield return $"A batch needs at least one pixel along each axis, not {Patch}.";
        if (Patch.Height % divisor != 0 || Patch.Width % divisor != 0)
            yield return $"Patches of {Patch.Width} x {Patch.Height} pixels do not fit {Network.Architecture.Name}: choose multiples of {divisor}.";
        if (Patch.Depth > 1 && !Network.Architecture.Volume) yield return $"{Network.Architecture.Name} works on planes; its patches cannot be {Patch.Depth} planes deep.";
        if (Steps is null == Duration is null) yield return "Give either a number of steps or a duration.";
        if (Steps < 1 || Duration <= TimeSpan.Zero) yield return "Training needs at least one step.";
        if (LearningRate.Peak <= 0) yield return $"The learning rate must be above 0, not {LearningRate.Peak}.";
        if (ValidateEvery < 1) yield return $"Validation comes every 1 step or more, not every {ValidateEvery}.";
    }
}
