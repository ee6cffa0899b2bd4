namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// Bounded storage for the stacks of jobs. A temporary one is deleted when the server stops or, after a crash, when the next
/// server starts on the same root; one that is kept is found again by the next server.
/// </summary>
internal sealed class Spool : IDisposable
{
    private readonly SpoolFolder _folder;
    private readonly SpoolQuota _quota;

    /// <param name="root">The folder that holds the folders of servers; made when missing.</param>
    /// <param name="maxBytes">What all jobs together may store.</param>
    /// <param name="keepsJobs">Jobs outlive the server. Only one server at a time can keep its jobs under a root.</param>
    /// <exception cref="IOException">The root cannot be used, or another server keeps its jobs there.</exception>
    public Spool(string root, long maxBytes, bool keepsJobs = false)
    {
        KeepsJobs = keepsJobs;
        _folder = keepsJobs ? SpoolFolder.OpenKept(root) : SpoolFolder.Open(root);
        // Windows knows drives, Unix the file system that a folder is on.
        var disk = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(Folder)! : Folder);
        _quota = new SpoolQuota(maxBytes, () => disk.AvailableFreeSpace);
    }

    /// <summary>What is in it is there for the next server.</summary>
    public bool KeepsJobs { get; }

    /// <summary>The private folder of this server.</summary>
    public string Folder => _folder.Path;

    /// <summary>Bytes promised to jobs at this moment.</summary>
    public long UsedBytes => _quota.Used;

    /// <summary>Bytes that a new job could be promised: what the operator allows, and what the disk has beyond the promises to others.</summary>
    public long FreeBytes => _quota.Free;

    /// <summary>Takes bytes for files that are kept beside those of jobs, to be written at once; to be given back by <see cref="Return"/>.</summary>
    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool has no room for that many bytes.</exception>
    public void Take(long bytes)
    {
        _quota.Take(bytes);
        _quota.Written(bytes);
    }

    /// <summary>Counts bytes of such files that an earlier server left, even beyond what is allowed.</summary>
    public void TakeAnyway(long bytes) => _quota.TakeWritten(bytes);

    /// <summary>Gives bytes of <see cref="Take"/> back.</summary>
    public void Return(long bytes) => _quota.Return(bytes, bytes);

    public SpoolPaths PathsOf(string name) => new(Folder, name);

    /// <summary>A place of its own name; it may grow beyond <paramref name="expectedBytes"/> as long as the spool has room.</summary>
    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool has no room for that many bytes.</exception>
    public SpoolPlace Rent(long expectedBytes) => Rent(SpoolFolder.RandomName(), expectedBytes);

    /// <inheritdoc cref="Rent(long)"/>
    public SpoolPlace Rent(string name, long expectedBytes) => SpoolPlace.Make(PathsOf(name), _quota, expectedBytes, KeepsJobs);

    /// <summary>The place that an earlier server left under a name.</summary>
    public SpoolPlace Adopt(string name, bool keepsResult) => SpoolPlace.Adopt(PathsOf(name), _quota, keepsResult);

    public void Dispose() => _folder.Dispose();
}
