using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Client;

/// <summary>A file to be sent, read from its beginning to its end, and again from somewhere when the connection broke.</summary>
public sealed class InputFile : IDisposable
{
    private readonly FileStream _file;

    private InputFile(string path)
    {
        // No buffer: the chunks are larger than any.
        const FileOptions Options = FileOptions.Asynchronous | FileOptions.SequentialScan;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, Options);
        (Path, Length) = (path, _file.Length);
    }

    public string Path { get; }

    public long Length { get; }

    public StackSummary Summary => new() { FileBytes = (ulong)Length };

    /// <exception cref="ClientFailure">The file is missing, empty or not readable.</exception>
    public static InputFile Open(string path)
    {
        try
        {
            var stack = new InputFile(path);
            return stack.Length > 0 ? stack : throw new ClientFailure(ClientFailureKind.BadInput, $"{path} is empty");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(path, failure);
        }
    }

    /// <summary>Fills <paramref name="chunk"/> as far as possible; 0 at the end.</summary>
    /// <exception cref="ClientFailure">The disk fails.</exception>
    public async Task<int> ReadAsync(Memory<byte> chunk, CancellationToken ct)
    {
        try
        {
            return await _file.ReadAsync(chunk, ct);
        }
        catch (IOException failure)
        {
            throw CannotRead(Path, failure);
        }
    }

    /// <summary>The next read begins there.</summary>
    public void GoTo(long offset) => _file.Position = offset;

    public void Dispose() => _file.Dispose();

    private static ClientFailure CannotRead(string path, Exception failure) =>
        new(ClientFailureKind.BadInput, $"cannot read {path}: {failure.Message}", failure);
}
