namespace FijiBridge.Bridge.Commands.Fiji;

/// <summary>The files of <c>fiji-macro</c>, which travel with the program, and their copies in a Fiji or ImageJ.</summary>
internal static class Installation
{
    private const string ProgramFile = "program.txt", Classes = "fijibridge";

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "fiji-macro");

    /// <summary>The program as macros call it.</summary>
    private static string Program => Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "fijibridge.exe" : "fijibridge");

    /// <returns>How many files were copied.</returns>
    /// <exception cref="CommandFailure">The folder cannot be written.</exception>
    public static int CopyTo(ImageJFolder folder)
    {
        try
        {
            var files = Files(folder).ToList();
            foreach (var (source, target) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(source, target, overwrite: true);
            }
            File.WriteAllText(Path.Combine(folder.Scripts, ProgramFile), Program + "\n");
            RemoveMisplaced(folder);
            return files.Count;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.OutputFailed, $"cannot write into {folder.Path}: {failure.Message}", failure);
        }
    }

    /// <summary>One sentence for each file that is not as it should be.</summary>
    public static IEnumerable<string> Problems(ImageJFolder folder)
    {
        foreach (var (source, target) in Files(folder))
        {
            if (!File.Exists(target)) yield return $"missing: {target}";
            else if (!File.ReadAllBytes(source).AsSpan().SequenceEqual(File.ReadAllBytes(target))) yield return $"not of this version, or changed: {target}";
        }
        foreach (var file in Misplaced(folder)) yield return $"in the wrong place, where Fiji makes a menu entry of it: {file}";
        if (ProgramProblem(Path.Combine(folder.Scripts, ProgramFile)) is { } problem) yield return problem;
    }

    // The classes stood beside the scripts once; what else may lie there is left alone.
    private static IEnumerable<string> Misplaced(ImageJFolder folder) => folder.IsFiji
        ? Directory.EnumerateFiles(Path.Combine(Shipped, Classes)).Select(source => Path.Combine(folder.Scripts, Classes, Path.GetFileName(source))).Where(File.Exists)
        : [];

    private static void RemoveMisplaced(ImageJFolder folder)
    {
        foreach (var file in Misplaced(folder).ToList()) File.Delete(file);
        var place = Path.Combine(folder.Scripts, Classes);
        if (folder.IsFiji && Directory.Exists(place) && !Directory.EnumerateFileSystemEntries(place).Any()) Directory.Delete(place);
    }

    private static string? ProgramProblem(string file)
    {
        if (!File.Exists(file)) return $"missing: {file}, which tells the macros where the program is";
        var program = File.ReadAllText(file).Trim();
        return File.Exists(program) ? null : $"the macros look for the program at {program}, and it is not there";
    }

    /// <summary>Plain ImageJ has no Groovy: it gets the macros only.</summary>
    private static IEnumerable<(string Source, string Target)> Files(ImageJFolder folder)
    {
        foreach (var source in Directory.EnumerateFiles(Shipped, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(Shipped, source);
            var part = Path.GetDirectoryName(name);
            if (part == "toolsets") yield return (source, Path.Combine(folder.Toolsets, Path.GetFileName(name)));
            else if (folder.IsFiji || name.EndsWith(".ijm", StringComparison.Ordinal)) yield return (source, Path.Combine(part == Classes ? folder.Plugins : folder.Scripts, name));
        }
    }
}
