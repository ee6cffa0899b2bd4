namespace FijiBridge.Bridge.Commands;

/// <summary>Folders that commands write to.</summary>
internal static class OutputFolder
{
    /// <summary>Creates the folder unless it exists; returns its full path.</summary>
    /// <exception cref="CommandFailure">It cannot be created.</exception>
    public static string Create(string folder)
    {
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.OutputFailed, $"cannot create the folder {folder}: {failure.Message}", failure);
        }
    }
}
