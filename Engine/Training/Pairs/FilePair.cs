namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Two files that show the same scene.</summary>
/// <param name="Name">What the user calls the pair in messages.</param>
/// <param name="Field">The field of view: pairs with the same word never stand on both sides of a split.</param>
/// <param name="Noisy">Path of the noisy image or stack.</param>
/// <param name="Clean">Path of the clean one (or, for Noise2Noise, of another noisy one).</param>
public sealed record FilePair(string Name, string Field, string Noisy, string Clean)
{
    /// <summary>One image from which both sides are made by simulation.</summary>
    public bool IsSingle => Noisy == Clean;

    /// <summary>Pairs that are judged together, for instance those of one exposure; null where the user does not say.</summary>
    public string? Group { get; init; }
}
