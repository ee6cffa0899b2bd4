using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>One stack to restore: full paths of the file that is read and of the file that is written.</summary>
public sealed record RestorePair(string Input, string Output);

/// <summary>Which files become which, found out and checked before any work begins.</summary>
public sealed record RestorePlan(IReadOnlyList<RestorePair> Pairs, bool IsBatch)
{
    /// <exception cref="CommandFailure">No input, or an output that must not be written: each complaint in one sentence.</exception>
    public static RestorePlan Make(RestoreOptions options)
    {
        if (File.Exists(options.Input)) return Single(options);
        var folder = Directory.Exists(options.Input);
        if (!folder && !InputFiles.IsPattern(options.Input))
            throw new CommandFailure(ExitCodes.BadInput, $"{options.Input}: there is no such file or folder");
        return Batch(options, folder ? InputFiles.InFolder(options.Input) : InputFiles.Matching(options.Input));
    }

    /// <summary>
    /// The name of the result of <paramref name="input"/> in a batch: <c>cell.tif</c> gives <c>cell.ome.tif</c>, or <c>cell.tif</c>
    /// for ImageJ.
    /// </summary>
    public static string OutputName(string input, OutputFormat format)
    {
        string[] endings = [".ome.tiff", ".ome.tif", ".ome.btf", ".tiff", ".tif", ".btf"];
        var name = Path.GetFileName(input);
        var ending = endings.FirstOrDefault(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase) && name.Length > e.Length);
        var stem = ending is null ? Path.GetFileNameWithoutExtension(name) : name[..^ending.Length];
        return stem + (format == OutputFormat.Imagej ? ".tif" : ".ome.tif");
    }

    private static RestorePlan Single(RestoreOptions options)
    {
        if (Directory.Exists(options.Output))
            throw new CommandFailure(ExitCodes.WrongUsage, $"OUTPUT {options.Output} is a folder: name the file to write");
        var folder = Path.GetDirectoryName(Path.GetFullPath(options.Output));
        if (!Directory.Exists(folder))
            throw new CommandFailure(ExitCodes.OutputFailed, $"the folder {folder} does not exist: create it first");
        return new RestorePlan(Checked([Pair(options.Input, options.Output)], options.Overwrite), IsBatch: false);
    }

    private static RestorePlan Batch(RestoreOptions options, IReadOnlyList<string> inputs)
    {
        if (inputs.Count == 0) throw new CommandFailure(ExitCodes.BadInput, $"{options.Input}: no TIFF files there");
        if (File.Exists(options.Output))
            throw new CommandFailure(ExitCodes.WrongUsage, $"OUTPUT {options.Output} is a file: several stacks need a folder");
        var pairs = inputs.Select(input => Pair(input, Path.Combine(options.Output, OutputName(input, options.Settings.OutputFormat))));
        return new RestorePlan(Checked([.. pairs], options.Overwrite), IsBatch: true);
    }

    private static RestorePair Pair(string input, string output) => new(Path.GetFullPath(input), Path.GetFullPath(output));

    private static List<RestorePair> Checked(List<RestorePair> pairs, bool overwrite)
    {
        foreach (var same in pairs.GroupBy(pair => pair.Output, PathComparer).Where(group => group.Count() > 1))
        {
            var inputs = string.Join(" and ", same.Select(pair => pair.Input));
            throw Refused(ExitCodes.WrongUsage, $"{inputs} would both become {same.Key}: restore them one by one");
        }
        var sources = pairs.Select(pair => RealPath(pair.Input)).ToHashSet(PathComparer);
        var onto = pairs.Where(pair => sources.Contains(RealPath(pair.Output))).ToList();
        if (onto.Count > 0)
            throw Refused(ExitCodes.WrongUsage, $"OUTPUT {First(onto)} is also an INPUT, which is never overwritten: choose another name");
        var existing = pairs.Where(pair => !overwrite && File.Exists(pair.Output)).ToList();
        if (existing.Count > 0)
            throw Refused(ExitCodes.OutputFailed, $"{First(existing)} exists already: add --overwrite to replace it");
        return pairs;
    }

    private static StringComparer PathComparer =>
        OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private static string RealPath(string path) =>
        File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;

    private static string First(List<RestorePair> pairs) =>
        pairs[0].Output + (pairs.Count > 1 ? $" (and {pairs.Count - 1} more)" : "");

    private static CommandFailure Refused(int exitCode, string sentence) => new(exitCode, sentence);
}
