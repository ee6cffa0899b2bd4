using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Training.Packages;

/// <summary>What a model's package tells about it, beyond what follows from the network itself.</summary>
public sealed record ModelDescription
{
    /// <summary>
    /// Intensities before the network of models that users train: percentiles 1 and 99.8 of the whole stack and channel become -1 and 3, so
    /// that most pixels lie near 0 with a deviation of about 1. Percentiles hardly move when a stack has more or fewer cells or some hot
    /// pixels; mean and deviation do.
    /// </summary>
    public static IReadOnlyList<ProcessingStep> PercentileScaling { get; } =
    [
        new("scale_range", new Dictionary<string, object?> { ["min_percentile"] = "1", ["max_percentile"] = "99.8" }),
        new("scale_linear", new Dictionary<string, object?> { ["gain"] = "4", ["offset"] = "-1" }),
    ];

    /// <summary>The name by which users ask for the model; see <see cref="Models.ModelNames"/>.</summary>
    public required string Name { get; init; }

    public string Version { get; init; } = "1.0.0";

    /// <summary>One or two sentences: for what images, trained on what.</summary>
    public required string Description { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary>An SPDX identifier, for instance CC-BY-4.0; null: the authors have not said.</summary>
    public string? License { get; init; }

    /// <summary>Papers and programs to be cited, beside the architecture's own.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = ["denoising", "fluorescence-light-microscopy"];

    /// <summary>What it was trained on; null: not told.</summary>
    public TrainingData? Data { get; init; }

    /// <summary>Operations before the network. Default <see cref="PercentileScaling"/>.</summary>
    public IReadOnlyList<ProcessingStep> Before { get; init; } = PercentileScaling;

    /// <summary>Operations after the network. Default none: the scaling before it is undone, so that results have the units of the input.</summary>
    public IReadOnlyList<ProcessingStep> After { get; init; } = [];

    /// <summary>
    /// Standard deviations of the noise seen in training, the smallest and the largest, in the units that the network sees (after
    /// <see cref="Before"/>); null: not known.
    /// </summary>
    public (double Smallest, double Largest)? Noise { get; init; }

    /// <inheritdoc cref="Models.ModelCard.RemovesArtefacts"/>
    public bool RemovesArtefacts { get; init; }

    /// <summary>What the model takes beside the image: one for each of the <see cref="Surroundings.Numbers"/>, under the same name.</summary>
    public IReadOnlyList<Models.ModelParameter> Parameters { get; init; } = [];

    /// <summary>
    /// Pixels around a tile that the network should see, where it was measured that what lies beyond has no effect; null: all that it can see.
    /// </summary>
    public int? Halo { get; init; }

    /// <summary>How well it restores images on which it was not trained.</summary>
    public IReadOnlyList<ModelEvaluation> Evaluations { get; init; } = [];

    /// <summary>
    /// Text in Markdown for README.md, after the title. Null: one is written from the other members. The writer adds the validation
    /// figures.
    /// </summary>
    public string? Documentation { get; init; }

    /// <summary>Further facts about the training for <c>config.fijibridge.training</c>: loss, learning mode, seed.</summary>
    public IReadOnlyDictionary<string, string> Training { get; init; } = new Dictionary<string, string>();

    /// <summary>Default now.</summary>
    public DateTimeOffset Timestamp { get; init; } = DateTimeOffset.UtcNow;
}

/// <summary>Something to be cited.</summary>
/// <param name="Text">As in a list of references.</param>
/// <param name="Doi">Digital object identifier without address, such as 10.1000/182; null: none.</param>
/// <param name="Url">Where to find it when there is no DOI.</param>
public sealed record Citation(string Text, string? Doi = null, string? Url = null);

/// <summary>A data set.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Description">Sample, microscope, number of fields.</param>
/// <param name="Authors">Who took the images.</param>
/// <param name="Source">Where it can be had; null: it was not published.</param>
/// <param name="License">SPDX identifier; null: not told.</param>
public sealed record TrainingData(string Name, string Description, IReadOnlyList<string> Authors, string? Source = null, string? License = null);
