using System.ComponentModel;
using System.Diagnostics;

namespace FijiBridge.Bridge.Tests.Faults;

/// <summary>A file system of a few megabytes in memory, mounted for one test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Skips the test where mounting is not permitted.</summary>
    public static SmallDisk MountOrSkip(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("fijibridge-disk-").FullName;
        if (Mounting("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "fijibridge-test", path) is { } refusal)
        {
            Directory.Delete(path);
            Assert.Inconclusive($"a small file system cannot be mounted here, which takes Linux and root: {refusal}");
        }
        return new SmallDisk(path);
    }

    /// <summary>Makes a file as large as it can be.</summary>
    public string Fill()
    {
        var path = System.IO.Path.Combine(Path, "filler");
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        var (block, length) = (new byte[4096], RandomAccess.GetLength(file));
        try
        {
            for (; ; length += block.Length) RandomAccess.Write(file, block, length);
        }
        catch (IOException)
        {
            return path;
        }
    }

    public void Dispose()
    {
        // Lazily: a server that still has files open there must not keep it.
        if (Mounting("umount", "-l", Path) is { } refusal) throw new InvalidOperationException(refusal);
        Directory.Delete(Path);
    }

    /// <returns>Why it did not work; null when it did.</returns>
    private static string? Mounting(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var told = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : told.Trim();
        }
        catch (Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
