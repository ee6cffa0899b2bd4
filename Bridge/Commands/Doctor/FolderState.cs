namespace FijiBridge.Bridge.Commands.Doctor;

/// <summary>A folder of the program: whether it can be written, and the room on its disk.</summary>
/// <param name="Path">Full path; the folder may not exist yet.</param>
/// <param name="FreeBytes">Room on its disk, in bytes.</param>
/// <param name="Trouble">Why it cannot be written; null when it can.</param>
internal sealed record FolderState(string Path, long FreeBytes, string? Trouble)
{
    public static FolderState Of(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            using (File.Create(System.IO.Path.Combine(path, $".{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose))
                return new FolderState(path, new DriveInfo(path).AvailableFreeSpace, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new FolderState(path, 0, failure.Message);
        }
    }
}
