namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Finds the stacks that a folder or a pattern stands for, in the order of their names.</summary>
public static class InputFiles
{
    private static readonly string[] Endings = [".tif", ".tiff", ".btf"];

    public static bool IsPattern(string path) => Path.GetFileName(path).AsSpan().ContainsAny('*', '?');

    /// <summary>The TIFF files directly in a folder; hidden ones are left out.</summary>
    public static IReadOnlyList<string> InFolder(string folder) =>
        [.. Sorted(folder, "*").Where(path => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))];

    /// <summary>The files that match a pattern, whatever their endings; hidden ones are left out.</summary>
    /// <exception cref="CommandFailure">The pattern's folder does not exist.</exception>
    public static IReadOnlyList<string> Matching(string pattern)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(pattern))!;
        if (!Directory.Exists(folder)) throw new CommandFailure(ExitCodes.BadInput, $"the folder {folder} does not exist");
        return [.. Sorted(folder, Path.GetFileName(pattern))];
    }

    private static IEnumerable<string> Sorted(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern)
            .Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Order(StringComparer.Ordinal);
}
