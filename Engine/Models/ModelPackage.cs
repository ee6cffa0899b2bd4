using System.Buffers.Binary;
using System.IO.Compression;

namespace FijiBridge.Engine.Models;

/// <summary>Models as zip files and folders from outside: unpacks with checks, packs for others.</summary>
internal static class ModelPackage
{
    // The end of a zip's directory (APPNOTE 4.3.16): 4 bytes mark, at 4 the disk, at 10 the number of entries, at 16 where the directory starts.
    private const int DirectoryEndBytes = 22;
    // Folders are entries too.
    private const int EntriesForOneFile = 10;
    private const long MaxDirectoryEntryBytes = 4096;
    private static readonly byte[] DirectoryEndMark = [0x50, 0x4B, 0x05, 0x06];

    /// <summary>Unpacks a zip into an empty folder. One folder around all files, as some programs pack it, is taken away.</summary>
    /// <exception cref="EngineFailure">BadModel or LimitExceeded.</exception>
    public static void Unpack(Stream zip, string folder, ModelLimits limits)
    {
        try
        {
            RequireShortDirectory(zip, limits);
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            var files = archive.Entries.Where(entry => !entry.FullName.EndsWith('/') && !IsOwner(entry.FullName)).ToList();
            RequireCount(files.Count, limits);
            var prefix = CommonFolder(files);
            var budget = limits.MaxBytes;
            foreach (var entry in files)
            {
                using var source = entry.Open();
                budget = Store(source, Target(folder, entry.FullName[prefix.Length..]), budget, limits);
            }
        }
        catch (InvalidDataException error)
        {
            throw new EngineFailure(FailureKind.BadModel, "the model is not a zip file, or a damaged one", error);
        }
    }

    /// <summary>Copies a folder's files; links are not followed.</summary>
    public static void Copy(string source, string folder, ModelLimits limits)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
            IgnoreInaccessible = false,
        };
        var files = Directory.EnumerateFiles(source, "*", options).Where(file => !IsOwner(file)).Take(limits.MaxFiles + 1).ToList();
        RequireCount(files.Count, limits);
        var budget = limits.MaxBytes;
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            budget = Store(stream, Target(folder, Path.GetRelativePath(source, file).Replace('\\', '/')), budget, limits);
        }
    }

    /// <summary>Writes all files of a model as a zip; <paramref name="output"/> need not be able to seek.</summary>
    public static void Pack(string folder, Stream output)
    {
        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !IsOwner(file)).Order(StringComparer.Ordinal))
            archive.CreateEntryFromFile(file, Path.GetRelativePath(folder, file).Replace('\\', '/'));
    }

    private static bool IsOwner(string path) => Path.GetFileName(path) == ModelOwner.FileName;

    private static string CommonFolder(List<ZipArchiveEntry> files)
    {
        var first = files.Count == 0 ? "" : files[0].FullName;
        var prefix = first[..(first.IndexOf('/', StringComparison.Ordinal) + 1)];
        return prefix != "../" && files.TrueForAll(file => file.FullName.StartsWith(prefix, StringComparison.Ordinal)) ? prefix : "";
    }

    private static string Target(string folder, string name)
    {
        var parts = name.Split('/');
        if (name.Any(letter => letter is '\\' or ':' || char.IsControl(letter)) || Array.Exists(parts, part => part is "" or "." or ".."))
            throw new EngineFailure(
                FailureKind.BadModel,
                $"the model has a file named '{name}', which would lie outside the model's folder");
        var path = Path.Combine([folder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    // What is counted are the bytes that really come; the sizes in a zip's directory can lie.
    private static long Store(Stream source, string path, long budget, ModelLimits limits)
    {
        using var target = new FileStream(path, FileMode.CreateNew);
        var buffer = new byte[1 << 16];
        for (int count; (count = source.Read(buffer)) > 0;)
        {
            budget -= count;
            if (budget < 0)
                throw new EngineFailure(
                    FailureKind.LimitExceeded,
                    $"the model has more than {limits.MaxBytes} bytes when unpacked; that is the limit");
            target.Write(buffer, 0, count);
        }
        return budget;
    }

    // The directory is read into memory as a whole before anything in it can be counted, and its entries can be millions.
    private static void RequireShortDirectory(Stream zip, ModelLimits limits)
    {
        var tail = new byte[Math.Min(zip.Length, DirectoryEndBytes + ushort.MaxValue)];
        zip.Position = zip.Length - tail.Length;
        zip.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf(DirectoryEndMark);
        if (end < 0 || tail.Length - end < DirectoryEndBytes) throw new InvalidDataException("the zip has no directory");
        var (disk, start) = (BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 4)), BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16)));
        if (disk != 0 || start == uint.MaxValue) throw new InvalidDataException("the zip is in the format for more than 4 GiB or several disks");
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        if (entries > EntriesForOneFile * limits.MaxFiles || zip.Length - start > limits.MaxFiles * MaxDirectoryEntryBytes + tail.Length)
            throw new EngineFailure(FailureKind.LimitExceeded, $"the model's zip has a directory for more than {limits.MaxFiles} files; that is the limit");
        zip.Position = 0;
    }

    private static void RequireCount(int count, ModelLimits limits)
    {
        if (count > limits.MaxFiles)
            throw new EngineFailure(FailureKind.LimitExceeded, $"the model has more than {limits.MaxFiles} files; that is the limit");
    }
}
