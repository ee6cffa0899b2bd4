using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>The files of one training in the spool, under names of the server's own. Deleted on dispose.</summary>
internal sealed class TrainingFiles(Spool spool, ServerLimits limits, string folder) : IDisposable
{
    private readonly List<(TrainingFile Told, string Path)> _files = [];
    private FileStream? _open;

    public int Count => _files.Count;

    /// <summary>Bytes that have arrived.</summary>
    public long Bytes { get; private set; }

    /// <summary>The folder of the training, which exists from the first file on; the package is made in it too.</summary>
    public string Folder { get; } = folder;

    /// <exception cref="EngineFailure">LimitExceeded: there are too many.</exception>
    public void Begin(TrainingFile file)
    {
        if (_files.Count == limits.MaxTrainingFiles)
            throw new EngineFailure(FailureKind.LimitExceeded, $"A training takes at most {limits.MaxTrainingFiles} files on this server.");
        End();
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, $"{_files.Count}.image");
        _open = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        _files.Add((file, path));
    }

    /// <exception cref="EngineFailure">No file was begun, or a limit or the spool is exceeded.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_open is null) throw new EngineFailure(FailureKind.BadRequest, "Bytes must follow the file to which they belong.");
        if (Bytes + bytes.Length > limits.MaxUploadBytes)
            throw new EngineFailure(FailureKind.LimitExceeded, $"The files are larger than the {limits.MaxUploadBytes} bytes that this server takes.");
        spool.Take(bytes.Length);
        Bytes += bytes.Length;
        _open.Write(bytes);
    }

    /// <summary>All files are here.</summary>
    public void End()
    {
        _open?.Dispose();
        _open = null;
    }

    /// <summary>The pairs of one set; null when it has none.</summary>
    /// <exception cref="EngineFailure">BadInput: a pair has two noisy or two clean files, or only a clean one.</exception>
    public PairList? Pairs(TrainingSet set, string name)
    {
        var pairs = _files.Where(file => file.Told.Set == set).GroupBy(file => file.Told.Pair).Select(Pair).ToList();
        return pairs.Count == 0 ? null : PairList.Of(name, pairs);
    }

    public void Dispose()
    {
        End();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        spool.Return(Bytes);
        Bytes = 0;
    }

    private static FilePair Pair(IGrouping<string, (TrainingFile Told, string Path)> files)
    {
        var name = ClientText.Clean(files.Key);
        var (noisy, clean) = (files.Where(file => !file.Told.Clean).ToList(), files.Where(file => file.Told.Clean).ToList());
        if (noisy.Count != 1 || clean.Count > 1)
            throw new EngineFailure(FailureKind.BadInput, $"The pair {name} has {noisy.Count} noisy and {clean.Count} clean files; one of each makes a pair, and a noisy one alone a single image.");
        var field = noisy[0].Told.Field is { Length: > 0 } told ? ClientText.Clean(told) : name;
        return new FilePair(name, field, noisy[0].Path, clean.Count == 1 ? clean[0].Path : noisy[0].Path);
    }
}
