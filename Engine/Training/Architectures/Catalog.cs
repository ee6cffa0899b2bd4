namespace FijiBridge.Engine.Training.Architectures;

/// <summary>The architectures that can be trained, by name.</summary>
public static class Catalog
{
    private static readonly Dictionary<string, Func<Architecture>> Known = new()
    {
        ["unet"] = () => new UNet(),
        ["rednet"] = () => new RedNet(),
        ["rcan"] = () => new Rcan(),
        ["dncnn"] = () => new DnCnn(),
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The architecture with its usual depth and width.</summary>
    /// <exception cref="EngineFailure">There is none of that name.</exception>
    public static Architecture Named(string name) => Known.TryGetValue(name, out var architecture)
        ? architecture()
        : throw new EngineFailure(FailureKind.BadRequest, $"There is no architecture '{name}'; choose one of {string.Join(", ", Names)}.");
}
