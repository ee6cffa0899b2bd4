using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>What a user asked for: from pairs to a model.</summary>
public sealed record TrainingRequest
{
    private static readonly int[] PossibleFrames = [1, 3, 5];

    /// <summary>Pairs, or single images from which pairs are made.</summary>
    public required PairList Pairs { get; init; }

    /// <summary>Pairs by which the best weights are chosen. Default: a tenth of the fields of <see cref="Pairs"/>, at least one, is held out.</summary>
    public PairList? Validation { get; init; }

    /// <summary>Pairs of another sample, for the figures in the model's card; neither training nor the choice of weights sees them. Default none.</summary>
    public PairList? Independent { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>Both images of a pair are noisy; of single stacks the photons are dealt out to two. Default false.</summary>
    public bool Noise2Noise { get; init; }

    /// <summary>One of <see cref="Catalog.Names"/>; default null: unet, for superresolution rcan.</summary>
    public string? Architecture { get; init; }

    /// <summary>
    /// The built-in model that it goes on from (transfer learning): its network, its weights and all that it is told about noise; null: from nothing.
    /// Default null.
    /// </summary>
    public string? From { get; init; }

    public TrainingTask Task { get; init; } = TrainingTask.Denoise;

    /// <summary>What training makes small; default null: L1, for Noise2Noise L2.</summary>
    public LossKind? Loss { get; init; }

    /// <summary>The camera's noise, for <see cref="LossKind.PoissonGaussian"/>; null: estimated from the noisy images.</summary>
    public NoiseModel? Noise { get; init; }

    /// <summary>Neighbouring frames that the network sees: 1, 3 or 5. Default 1; a model that it goes on from decides itself.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>
    /// A network for volumes, whose kernels span three slices: the slices of a z-stack are learnt and restored together. Default false: each plane stands
    /// for itself.
    /// </summary>
    public bool Volumes { get; init; }

    /// <summary>Training steps; null when <see cref="Duration"/> decides.</summary>
    public long? Steps { get; init; }

    /// <summary>How long to train; null when <see cref="Steps"/> decide.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Validations without a better figure after which training stops. Default 20; 0: never.</summary>
    public int Patience { get; init; } = 20;

    public int Seed { get; init; } = 1;

    /// <summary>The clean image is moved onto the noisy one. Default true.</summary>
    public bool Register { get; init; } = true;

    /// <summary>The clean image is brought to the noisy one's intensities. Default true.</summary>
    public bool MatchIntensities { get; init; } = true;

    /// <summary>Pixels that were cut off at the limits of the file count like all others. Default false.</summary>
    public bool KeepClipped { get; init; }

    /// <summary>Where the state of the training is kept; null: nowhere.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Go on from the checkpoint.</summary>
    public bool Resume { get; init; }

    /// <summary>"auto" or the name of a device. Default auto.</summary>
    public string Device { get; init; } = DeviceKinds.Automatic;

    /// <summary>Threads of the processor; 0: all. With 1 a training is repeatable bit for bit.</summary>
    public int Threads { get; init; }

    /// <summary>Who trains. Default: the user's name on this computer.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [Environment.UserName];

    /// <summary>SPDX identifier; null: not said.</summary>
    public string? License { get; init; }

    /// <summary>Asked when it was cancelled: whether the best network so far is to become a model. Default yes.</summary>
    public Func<bool> KeepsBest { get; init; } = () => true;

    /// <summary>A last change to sizes and rates: tests train networks that fit into a second.</summary>
    internal Func<TrainingOptions, TrainingOptions> Adjust { get; init; } = options => options;

    /// <summary>What the user must know about the lists of pairs.</summary>
    public IEnumerable<string> Notices => new[] { Pairs, Validation, Independent }.SelectMany(list => list?.Notices ?? []);

    /// <summary>See <see cref="From"/>.</summary>
    internal RecipeModel? Origin => From is null ? null : RecipeModel.Of(From);

    /// <summary>Neighbouring frames that the network really sees.</summary>
    internal int FramesSeen => Origin?.Lesson.Frames ?? Frames;

    internal Architecture Network => Volumes ? Recipe.OfVolumes : Recipe.Named(Architecture ?? (Task == TrainingTask.Superres2 ? "rcan" : "unet"), Task);

    /// <exception cref="EngineFailure">BadRequest with every complaint; BadInput: pairs that stand on both sides of a split.</exception>
    internal TrainingRequest Checked()
    {
        var complaints = Complaints().ToList();
        if (complaints.Count > 0) throw new EngineFailure(FailureKind.BadRequest, string.Join(" ", complaints));
        if (Validation is not null) Pairs.RequireDisjoint(Validation, "validation");
        if (Independent is null) return this;
        Pairs.RequireDisjoint(Independent, "independent");
        Validation?.RequireDisjoint(Independent, "independent");
        return this;
    }

    /// <summary>All that is wrong with it apart from its pairs, each in one sentence.</summary>
    public IEnumerable<string> Complaints()
    {
        if (!ModelNames.IsValid(Name)) yield return $"'{Name}' cannot be the name of a model; use 1 to {ModelNames.MaxLength} lower-case letters, digits, '.', '-' and '_'.";
        if (!PossibleFrames.Contains(Frames)) yield return $"A network looks at 1, 3 or 5 neighbouring frames, not {Frames}.";
        if (Noise2Noise && Task != TrainingTask.Denoise) yield return $"Noise2Noise learns to denoise; {Task.ToString().ToLowerInvariant()} needs clean images.";
        if (Architecture is not null && !Catalog.Names.Contains(Architecture)) yield return $"There is no architecture '{Architecture}'; choose one of {string.Join(", ", Catalog.Names)}.";
        else if (Task == TrainingTask.Superres2 && Architecture is not (null or "rcan")) yield return $"{Architecture} does not enlarge; for superres2 choose rcan.";
        if (Loss == LossKind.PoissonGaussian && Task != TrainingTask.Denoise) yield return $"The loss poisson-gaussian learns to denoise; for {Task.ToString().ToLowerInvariant()} choose l1, l2 or charbonnier.";
        if (Noise is not null && Loss != LossKind.PoissonGaussian) yield return "Gain, offset and read noise belong to the loss poisson-gaussian; choose it, or leave them out.";
        if (Noise is { } noise && !(noise.Gain > 0 && noise.ReadNoise >= 0 && double.IsFinite(noise.Gain + noise.Offset + noise.ReadNoise)))
            yield return $"A camera has a gain above 0, an offset, and a read noise of 0 or more, not {noise.Gain}, {noise.Offset} and {noise.ReadNoise}.";
        foreach (var complaint in ComplaintsAboutOrigin().Concat(ComplaintsAboutVolumes())) yield return complaint;
        if (Steps is null == Duration is null) yield return "Give either a number of steps or a time.";
        if (Steps < 1 || Duration <= TimeSpan.Zero) yield return "Training needs at least one step.";
        if (Patience < 0) yield return $"The patience is {Patience}; 0 or more validations are possible.";
        if (Authors.Count == 0) yield return "A model needs at least one author.";
    }

    private IEnumerable<string> ComplaintsAboutVolumes()
    {
        if (!Volumes) yield break;
        if (Architecture is not (null or "unet")) yield return $"{Architecture} works on planes; for volumes choose unet.";
        if (From is not null) yield return $"{From} works on planes, so that a network for volumes cannot go on from it.";
        if (Frames != 1) yield return "A network for volumes looks at neighbouring slices, not at neighbouring frames; leave the frames out.";
        if (Task == TrainingTask.Superres2) yield return "Networks for volumes do not enlarge; learn superres2 plane by plane.";
    }

    private IEnumerable<string> ComplaintsAboutOrigin()
    {
        if (From is null) yield break;
        if (RecipeModel.Shipped.FirstOrDefault(model => model.Name == From) is not { } origin)
        {
            yield return $"A training cannot go on from '{From}'; choose one of {string.Join(", ", RecipeModel.Shipped.Select(model => model.Name))}.";
            yield break;
        }
        if (Architecture is not null) yield return $"A training that goes on from {From} has its network; leave the architecture out.";
        if (Loss == LossKind.PoissonGaussian) yield return $"The loss poisson-gaussian needs a network of its own and cannot go on from {From}; choose l1, l2 or charbonnier.";
        if (Frames != 1 && Frames != origin.Lesson.Frames) yield return $"{From} looks at {origin.Lesson.Frames} frame(s), not at {Frames}; leave the frames out.";
        if (Task == TrainingTask.Superres2 != (origin.Lesson.Scale == 2))
            yield return origin.Lesson.Scale == 2 ? $"{From} doubles the pixels; choose the task superres2." : $"{From} does not enlarge; for superres2 go on from superres2.";
    }
}
