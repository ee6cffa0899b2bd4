namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// How a built-in model was trained. Half of what denoisers learn from are recordings of the same field with little and with much light, half are
/// clean images under made-up noise of any level, origin, correlation and bit depth; the others learn from clean images alone. In all of them the noise is
/// measured as it will be in a user's stack, with the same errors.
/// </summary>
public sealed record ModelRecipe
{
    /// <summary>Folder with a manifest.csv; see <see cref="RecipeImages"/>.</summary>
    public required string Data { get; init; }

    /// <summary>File that holds the state of the training; null: none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Whether to go on from it.</summary>
    public bool Resume { get; init; }

    /// <summary>A folder through which several processes train it together, each on a core and with another <see cref="Seed"/>; null: alone.</summary>
    public string? Exchange { get; init; }

    /// <summary>Chooses images, noise and patches.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>How long; two processes on two cores trained <c>denoise</c> for as long.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(84);

    /// <summary>How many steps, to compare trainings whatever else the computer does; null: as many as fit in <see cref="Duration"/>.</summary>
    public long? Steps { get; init; }

    /// <summary>What is trained.</summary>
    public RecipeModel Model { get; init; } = RecipeModel.All[0];

    /// <summary>
    /// Whether it begins with the weights that the program comes with instead of those that <see cref="RecipeModel.Start"/> tells, and ends with the mean of these
    /// and what it has learnt, which keeps nearly all of both (Wortsman et al. 2022, arXiv 2109.01903).
    /// </summary>
    public bool GoesOn { get; init; }

    /// <summary>What is left out, to be tested on: see <see cref="RecipeImages.Load"/>.</summary>
    public IReadOnlyCollection<string> Without { get; init; } = [];

    /// <summary>The options that follow.</summary>
    public TrainingOptions Options => new()
    {
        Network = Model.Network,
        Patch = new PatchShape(4, Model.Side, Model.Side),
        Loss = new Loss.L1(),
        FinalLoss = Model.Lesson.FinalLoss,
        Masked = true,
        LearningRate = new LearningRateSchedule(1e-3, 300),
        Steps = Steps,
        Duration = Steps is null ? Duration : null,
        ValidateEvery = 1000,
        Threads = 1,
        Exchange = Exchange,
        Checkpoint = Checkpoint,
        Resume = Resume,
    };

    /// <summary>Trains, or goes on.</summary>
    /// <inheritdoc cref="Trainer.Train"/>
    public TrainedNetwork Train(IProgress<TrainingProgress>? progress = null, CancellationToken ct = default)
    {
        var before = GoesOn ? Shipped().Weights : null;
        var options = Options with { Start = before ?? Model.Start?.Weights(Model.Network, 1) };
        var squares = Model.Lesson.Squares(RecipeImages.Load(Data, Without), Seed);
        var validation = new RecipeValidation(Model.Lesson, RecipeImages.LoadValidation(Data, Without));
        var trained = Trainer.Train(options, new SquareBatches(squares, Model.Network, options.Patch, Seed + 1).Fill, validation.Score, progress, ct);
        return before is null ? trained : trained with { Weights = [.. before.Zip(trained.Weights, (old, learnt) => (old + learnt) / 2)] };
    }

    /// <summary>What an earlier training made of it: the model that the program comes with.</summary>
    /// <exception cref="EngineFailure">BadInput: none comes with it, or its layers are others.</exception>
    public TrainedNetwork Shipped() => PackageWeights.Trained(Model.Name, Model.Network);
}
