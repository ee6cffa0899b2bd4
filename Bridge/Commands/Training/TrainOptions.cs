using System.Text.RegularExpressions;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>What <c>fijibridge train</c> was asked to do.</summary>
public sealed record TrainOptions
{
    /// <summary>A CSV file, a folder, or for tasks that make their own pairs an image; empty when a named training of a server is resumed.</summary>
    public required string Pairs { get; init; }

    /// <summary>The names of an exposure series; null: the usual pattern.</summary>
    public string? Pattern { get; init; }

    public string? Validate { get; init; }

    public string? Independent { get; init; }

    public bool Noise2Noise { get; init; }

    /// <summary>Null: what suits the task.</summary>
    public string? Architecture { get; init; }

    /// <summary>The built-in model that the training goes on from; null: from nothing.</summary>
    public string? From { get; init; }

    public string Task { get; init; } = "denoise";

    /// <summary>Null: what suits the targets.</summary>
    public string? Loss { get; init; }

    /// <summary>The camera's noise, all three or none.</summary>
    public (double Gain, double Offset, double ReadNoise)? Noise { get; init; }

    public int Frames { get; init; } = 1;

    /// <summary>The slices of z-stacks are learnt together.</summary>
    public bool Volumes { get; init; }

    public long? Steps { get; init; }

    public double? Minutes { get; init; }

    /// <summary>Null: made of the name of <see cref="Pairs"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The folder in which the model's folder is made; null: the user's models.</summary>
    public string? Out { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Go on with the training of this name, here or on the server.</summary>
    public bool Resume { get; init; }

    public bool KeepClipped { get; init; }

    public string? Author { get; init; }

    public string? License { get; init; }

    public string Device { get; init; } = "auto";

    public int Threads { get; init; }

    /// <summary>Where to train; null: on this computer.</summary>
    public ServerTarget? Server { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>How long to train when neither steps nor minutes are given.</summary>
    public const double DefaultMinutes = 10;

    /// <summary>The given name, or one made of the name of the pairs.</summary>
    public string ModelName => Name ?? Slug($"{Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Pairs)))}-{Task}");

    /// <summary>How long to train; null when steps were given.</summary>
    public TimeSpan? Duration => Steps is null ? TimeSpan.FromMinutes(Minutes ?? DefaultMinutes) : null;

    private static string Slug(string text)
    {
        var words = Regex.Replace(text.ToLowerInvariant(), "[^a-z0-9._]+", "-").Trim('-', '.', '_');
        return words[..Math.Min(words.Length, 64)].TrimEnd('-', '.', '_');
    }
}
