namespace FijiBridge.Engine.Training.Runs;

/// <summary>Which <see cref="Loss"/> a user chose.</summary>
public enum LossKind
{
    /// <summary>Mean absolute difference.</summary>
    L1,

    /// <summary>Mean squared difference.</summary>
    L2,

    /// <summary>L1 without its corner.</summary>
    Charbonnier,

    /// <summary>L2 where the camera's noise has variance 1; the transform there and back is part of the model.</summary>
    PoissonGaussian,
}

/// <summary>The losses' names, as users write them.</summary>
public static class LossKinds
{
    private static readonly Dictionary<string, LossKind> Kinds = new()
    {
        ["l1"] = LossKind.L1, ["l2"] = LossKind.L2, ["charbonnier"] = LossKind.Charbonnier, ["poisson-gaussian"] = LossKind.PoissonGaussian,
    };

    public static IReadOnlyList<string> Names { get; } = [.. Kinds.Keys];

    /// <returns>Null: there is no such loss.</returns>
    public static LossKind? Named(string name) => Kinds.TryGetValue(name, out var kind) ? kind : null;
}
