using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>The files of one training in the spool, under names of the server's own. Deleted on dispose.</summary>
internal sealed class TrainingFiles : IDisposable
{
    private readonly Spool _spool;
    private readonly ServerLimits _limits;
    private readonly List<StoredFile> _files;
    private FileStream? _open;
    private Crc32C _crc;

    /// <param name="spool">Counts their bytes.</param>
    /// <param name="limits">How many and how large they may be.</param>
    /// <param name="folder">Where they are.</param>
    /// <param name="stored">What an earlier server left there.</param>
    public TrainingFiles(Spool spool, ServerLimits limits, string folder, IReadOnlyList<StoredFile> stored)
    {
        (_spool, _limits, Folder, _files, Bytes) = (spool, limits, folder, [.. stored], stored.Sum(file => file.Bytes));
        spool.TakeAnyway(Bytes);
    }

    /// <summary>All that arrived in full, in the order in which it came.</summary>
    public IReadOnlyList<StoredFile> Stored => _files;

    /// <summary>Bytes that have arrived.</summary>
    public long Bytes { get; private set; }

    /// <summary>The folder of the training, which exists from the first file on; the package is made in it too.</summary>
    public string Folder { get; }

    /// <summary>Where the state of the network is kept.</summary>
    public string Checkpoint => Path.Combine(Folder, "checkpoint");

    /// <summary>Where the model is made.</summary>
    public string Package => Path.Combine(Folder, "package");

    /// <summary>Why so many files, or so many bytes of them, are not taken; null when they are.</summary>
    public static Complaint? Refusal(ServerLimits limits, ulong files, ulong bytes)
    {
        if (files > (ulong)limits.MaxTrainingFiles)
            return new Complaint(FailureKind.LimitExceeded, $"A training takes at most {limits.MaxTrainingFiles} files on this server.");
        return bytes > (ulong)limits.MaxUploadBytes
            ? new Complaint(FailureKind.LimitExceeded, $"The files are larger than the {limits.MaxUploadBytes} bytes that this server takes.")
            : null;
    }

    /// <exception cref="EngineFailure">LimitExceeded: there are too many.</exception>
    public void Begin(TrainingFile file)
    {
        End();
        Require(_files.Count + 1, Bytes);
        Directory.CreateDirectory(Folder);
        _open = new FileStream(PathOf(_files.Count), FileMode.CreateNew, FileAccess.Write);
        _files.Add(new StoredFile(file, 0, 0));
        _crc = default;
    }

    /// <exception cref="EngineFailure">No file was begun, or a limit or the spool is exceeded.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_open is null) throw new EngineFailure(FailureKind.BadRequest, "Bytes must follow the file to which they belong.");
        Require(_files.Count, Bytes + bytes.Length);
        _spool.Take(bytes.Length);
        Bytes += bytes.Length;
        _open.Write(bytes);
        _crc.Append(bytes);
        _files[^1] = _files[^1] with { Bytes = _files[^1].Bytes + bytes.Length, Crc = _crc.Value };
    }

    /// <summary>The last file is whole; where trainings outlive the server it is on the disk, too.</summary>
    public void End()
    {
        _open?.Flush(flushToDisk: _spool.KeepsJobs);
        Close();
    }

    /// <summary>Whether everything is on the disk as it was received.</summary>
    public async Task<bool> AreWholeAsync(CancellationToken cancellation)
    {
        for (var i = 0; i < _files.Count; i++)
        {
            if (!File.Exists(PathOf(i))) return false;
            var file = File.OpenRead(PathOf(i));
            await using var closing = file.ConfigureAwait(false);
            if (file.Length != _files[i].Bytes || (await Crc32C.OfAsync(file, cancellation).ConfigureAwait(false)).Value != _files[i].Crc) return false;
        }
        return true;
    }

    /// <summary>The pairs of one set; null when it has none.</summary>
    /// <exception cref="EngineFailure">BadInput: a pair has two noisy or two clean files, or only a clean one.</exception>
    public PairList? Pairs(TrainingSet set, string name)
    {
        var pairs = _files.Select((file, i) => (file.Told, Path: PathOf(i))).Where(file => file.Told.Set == set).GroupBy(file => file.Told.Pair).Select(Pair).ToList();
        return pairs.Count == 0 ? null : PairList.Of(name, pairs);
    }

    public void Dispose()
    {
        Close();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        _spool.Return(Bytes);
        Bytes = 0;
    }

    private void Require(int files, long bytes)
    {
        if (Refusal(_limits, (ulong)files, (ulong)bytes) is { } refusal) throw new EngineFailure(refusal.Kind, refusal.Sentence);
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    private string PathOf(int index) => Path.Combine(Folder, $"{index}.image");

    private static FilePair Pair(IGrouping<string, (TrainingFile Told, string Path)> files)
    {
        var name = ClientText.Clean(files.Key);
        var (noisy, clean) = (files.Where(file => !file.Told.Clean).ToList(), files.Where(file => file.Told.Clean).ToList());
        if (noisy.Count != 1 || clean.Count > 1)
            throw new EngineFailure(FailureKind.BadInput, $"The pair {name} has {noisy.Count} noisy and {clean.Count} clean files; one of each makes a pair, and a noisy one alone a single image.");
        // Never shortened: two fields whose long names begin alike are two.
        var field = ClientText.OneLine(noisy[0].Told.Field is { Length: > 0 } told ? told : files.Key);
        return new FilePair(name, field, noisy[0].Path, clean.Count == 1 ? clean[0].Path : noisy[0].Path);
    }
}
