using System.Security.Cryptography;

namespace FijiBridge.Bridge.Client;

/// <summary>
/// A file that appears under its name only when it is whole: the bytes go to a hidden file in the same folder, which is renamed
/// by <see cref="Commit"/> and deleted by <see cref="Dispose"/> otherwise.
/// </summary>
public sealed class TemporaryOutput : IDisposable
{
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _path;
    private readonly string _temporaryPath;
    private readonly bool _overwrite;
    private readonly FileStream _file;

    private TemporaryOutput(string path, bool overwrite)
    {
        (_path, _overwrite) = (Path.GetFullPath(path), overwrite);
        var name = $".{Path.GetFileName(_path)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.part";
        _temporaryPath = Path.Combine(Path.GetDirectoryName(_path)!, name);
        _file = new FileStream(_temporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
    }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <exception cref="ClientFailure">The folder is missing or may not be written.</exception>
    public static TemporaryOutput Create(string path, bool overwrite) =>
        Guard(path, () => new TemporaryOutput(path, overwrite));

    /// <exception cref="ClientFailure">The disk is full or fails.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await _file.WriteAsync(bytes, ct);
        }
        catch (IOException failure)
        {
            throw CannotWrite(_path, failure);
        }
        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>The same without waiting elsewhere.</summary>
    /// <exception cref="ClientFailure">The disk is full or fails.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (IOException failure)
        {
            throw CannotWrite(_path, failure);
        }
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>For code that writes to streams.</summary>
    public Stream AsStream() => new TemporaryOutputStream(this);

    /// <summary>Forgets all that was written.</summary>
    public void Restart()
    {
        _file.SetLength(0);
        _hash.Dispose();
        (_hash, Length) = (IncrementalHash.CreateHash(HashAlgorithmName.SHA256), 0);
    }

    /// <summary>SHA-256 of the bytes so far, lower-case hexadecimal.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Gives the file its name. Afterwards nothing can be written.</summary>
    /// <exception cref="ClientFailure">A file of this name has appeared meanwhile and may not be overwritten.</exception>
    public void Commit()
    {
        _file.Dispose();
        Guard(_path, () =>
        {
            File.Move(_temporaryPath, _path, _overwrite);
            return true;
        });
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
        File.Delete(_temporaryPath);
    }

    private static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, failure);
        }
    }

    private static ClientFailure CannotWrite(string path, Exception failure) =>
        new(ClientFailureKind.OutputFailed, $"cannot write {path}: {failure.Message}", failure);
}
