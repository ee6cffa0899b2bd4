namespace FijiBridge.Bridge.Commands;

/// <summary>Files that commands write.</summary>
internal static class OutputFile
{
    /// <summary>Finds out before the work whether a file may be written.</summary>
    /// <exception cref="CommandFailure">It exists, is a folder or one of the inputs, or its folder is missing.</exception>
    public static void Require(string path, bool overwrite, params string[] inputs)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(path)) throw new CommandFailure(ExitCodes.WrongUsage, $"{path} is a folder: name the file to write");
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new CommandFailure(ExitCodes.OutputFailed, $"the folder {Path.GetDirectoryName(full)} does not exist: create it first");
        if (inputs.Any(input => Target(input) == Target(path)))
            throw new CommandFailure(ExitCodes.WrongUsage, $"{path} is also an input, which is never overwritten: choose another name");
        if (File.Exists(path) && !overwrite) throw new CommandFailure(ExitCodes.OutputFailed, $"{path} exists already: add --overwrite to replace it");
    }

    private static string Target(string path) =>
        File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path) : Path.GetFullPath(path);
}
