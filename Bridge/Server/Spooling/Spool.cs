namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// Bounded temporary storage for the stacks of jobs. Everything in it is deleted when its job ends, when the server stops,
/// or, after a crash, when the next server starts on the same root.
/// </summary>
internal sealed class Spool : IDisposable
{
    private readonly SpoolFolder _folder;
    private readonly SpoolQuota _quota;
    private readonly DriveInfo _disk;

    /// <param name="root">The folder that holds the folders of servers; made when missing.</param>
    /// <param name="maxBytes">What all jobs together may store.</param>
    public Spool(string root, long maxBytes)
    {
        _folder = SpoolFolder.Open(root);
        _quota = new SpoolQuota(maxBytes);
        // Windows knows drives, Unix the file system that a folder is on.
        _disk = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(Folder)! : Folder);
    }

    /// <summary>The private folder of this server.</summary>
    public string Folder => _folder.Path;

    /// <summary>Bytes promised to jobs at this moment.</summary>
    public long UsedBytes => _quota.Used;

    /// <summary>Bytes that a new job could be promised: what the operator allows, and what the disk has.</summary>
    public long FreeBytes => Math.Min(_quota.Free, _disk.AvailableFreeSpace);

    /// <summary>A place for one job; it may grow beyond <paramref name="expectedBytes"/> as long as the spool has room.</summary>
    /// <exception cref="FijiBridge.Engine.EngineFailure">The spool has no room for that many bytes.</exception>
    public SpoolPlace Rent(long expectedBytes) => new(_folder.Path, _quota, expectedBytes);

    public void Dispose() => _folder.Dispose();
}
