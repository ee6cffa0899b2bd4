namespace FijiBridge.Bridge.Commands;

/// <summary>Files that commands write.</summary>
internal static class OutputFile
{
    /// <summary>Finds out before the work whether a file may be written.</summary>
    /// <exception cref="CommandFailure">It exists, is a folder, or its folder is missing.</exception>
    public static void Require(string path, bool overwrite)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path)) throw new CommandFailure(ExitCodes.WrongUsage, $"{path} is a folder: name the file to write");
        if (!Directory.Exists(folder)) throw new CommandFailure(ExitCodes.OutputFailed, $"the folder {folder} does not exist: create it first");
        if (File.Exists(path) && !overwrite) throw new CommandFailure(ExitCodes.OutputFailed, $"{path} exists already: add --overwrite to replace it");
    }
}
