namespace FijiBridge.Engine.Models;

/// <summary>
/// Whose a model is: a file beside those of the model, which is no part of it and never leaves with it. A model without one is everybody's.
/// </summary>
internal static class ModelOwner
{
    /// <summary>What a stranger packs under this name is left out.</summary>
    public const string FileName = ".owner";

    public static string? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    public static void Write(string folder, string owner) => File.WriteAllText(Path.Combine(folder, FileName), owner);
}
