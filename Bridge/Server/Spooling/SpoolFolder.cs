using System.Security.Cryptography;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// The folder in which one running server keeps its files: private, and locked as long as the server lives. A temporary one has a
/// random name, and several servers can have theirs under one root; each deletes what dead ones left there, and never what a
/// live one holds. The one that is kept always has the same name, so that the next server finds it.
/// </summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string Prefix = "server-";
    private const string KeptName = "jobs";
    private const string LockSuffix = ".lock";
    private const int Attempts = 5;

    private readonly FileStream _lock;
    private readonly bool _kept;

    private SpoolFolder(FileStream held, string path, bool kept) => (_lock, Path, _kept) = (held, path, kept);

    public string Path { get; }

    /// <summary>Deletes the leftovers of dead servers in <paramref name="root"/> and makes a folder for this one.</summary>
    /// <exception cref="IOException">The root cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The root belongs to somebody else.</exception>
    public static SpoolFolder Open(string root)
    {
        root = PrepareRoot(root);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var path = System.IO.Path.Combine(root, Prefix + RandomName());
            if (TryLock(path + LockSuffix, FileMode.CreateNew) is not { } held) continue;
            CreatePrivate(path);
            return new SpoolFolder(held, path, kept: false);
        }
        throw new IOException($"No file can be made and locked in the spool folder '{root}': choose another with --spool.");
    }

    /// <summary>Opens the folder that outlives its server, or makes it.</summary>
    /// <exception cref="IOException">The root cannot be used, or another server uses the folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The root belongs to somebody else.</exception>
    public static SpoolFolder OpenKept(string root)
    {
        root = PrepareRoot(root);
        var path = System.IO.Path.Combine(root, KeptName);
        var held = TryLock(path + LockSuffix, FileMode.OpenOrCreate)
            ?? throw new IOException($"the spool folder '{root}' is used by another server that runs; stop it, or choose another folder with --spool");
        CreatePrivate(path);
        return new SpoolFolder(held, path, kept: true);
    }

    /// <summary>128 random bits in hexadecimal: no name in the spool comes from a client.</summary>
    public static string RandomName() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Deletes the folder, unless it is kept and something is in it; then gives up the lock.</summary>
    public void Dispose()
    {
        if (!_kept || !Directory.EnumerateFileSystemEntries(Path).Any()) DeleteFolder(Path);
        _lock.Dispose();
    }

    private static string PrepareRoot(string root)
    {
        root = System.IO.Path.GetFullPath(root);
        CreatePrivate(root);
        DeleteLeftovers(root);
        return root;
    }

    private static void DeleteLeftovers(string root)
    {
        foreach (var lockPath in Directory.EnumerateFiles(root, Prefix + "*" + LockSuffix))
        {
            if (TryLock(lockPath, FileMode.Open) is not { } held) continue;
            DeleteFolder(lockPath[..^LockSuffix.Length]);
            held.Dispose();
        }
    }

    // The lock file exists and is held before the folder exists. Another server may take a fresh lock file for a leftover
    // between its creation and its locking; it is then gone from the disk, and the caller starts again under another name.
    private static FileStream? TryLock(string path, FileMode mode)
    {
        FileStream? held = null;
        try
        {
            held = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            if (File.Exists(path)) return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
        held?.Dispose();
        return null;
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
