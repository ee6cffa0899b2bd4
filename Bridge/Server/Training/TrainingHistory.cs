using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;
using Google.Protobuf;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>
/// The validations of a training, in memory and as lines of a file. A training that goes on from a checkpoint does some steps once more:
/// what was seen of them before counts no longer. All members may be used from any thread.
/// </summary>
internal sealed class TrainingHistory
{
    private const int MostTold = 200;

    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly List<TrainingPoint> _points = [];
    private double _lossSum;
    private long _steps, _last;
    // It begins anywhere: what somebody has of an earlier server's is not taken for what is here.
    private int _version = Random.Shared.Next(1 << 30);

    /// <param name="path">Its file, of an earlier server or to be made; null: memory only.</param>
    public TrainingHistory(string? path)
    {
        _path = path;
        if (!File.Exists(path)) return;
        foreach (var line in File.ReadLines(path))
            if (Parse(line) is { } point) Add(point);
        _last = LastStep;
    }

    /// <summary>Of the last validation; 0 before the first.</summary>
    public long LastStep => (long)(Last?.Step ?? 0);

    /// <summary>The last validation; null before the first.</summary>
    public TrainingPoint? Last
    {
        get { lock (_lock) return _points.LastOrDefault(); }
    }

    /// <summary>The best validation figure so far, in dB; null before the first.</summary>
    public double? BestPsnr
    {
        get { lock (_lock) return _points.Count == 0 ? null : _points.Max(point => point.ValidationPsnr); }
    }

    /// <summary>Another number after each change.</summary>
    public int Version
    {
        get { lock (_lock) return _version; }
    }

    /// <summary>At most 200 of them, at equal distances, and always the last.</summary>
    public IReadOnlyList<TrainingPoint> Told()
    {
        lock (_lock)
        {
            var every = (_points.Count + MostTold - 1) / MostTold;
            return [.. _points.Where((_, i) => (_points.Count - 1 - i) % every == 0)];
        }
    }

    /// <summary>Takes note of what the engine tells.</summary>
    public void Take(RunProgress progress)
    {
        if (progress.Training is not { } training) return;
        lock (_lock)
        {
            var steps = Math.Max(1, training.Step - _last);
            (_lossSum, _steps, _last) = (_lossSum + training.Loss * steps, _steps + steps, training.Step);
            if (training.Score is not { } score) return;
            Append(PointOf(training, score, progress.Ssim ?? 0));
            (_lossSum, _steps) = (0, 0);
        }
    }

    private TrainingPoint PointOf(Engine.Training.TrainingProgress training, double score, double ssim) => new()
    {
        Step = (ulong)training.Step,
        Steps = (ulong)(training.Steps ?? 0),
        Loss = _lossSum / _steps,
        ValidationPsnr = score,
        ValidationSsim = ssim,
    };

    // The line break comes first: a line that a crash cut off stands alone.
    private void Append(TrainingPoint point)
    {
        Add(point);
        if (_path is not null) File.AppendAllText(_path, "\n" + JsonFormatter.Default.Format(point));
    }

    private void Add(TrainingPoint point)
    {
        _points.RemoveAll(other => other.Step >= point.Step);
        _points.Add(point);
        _version++;
    }

    private static TrainingPoint? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : TrainingPoint.Parser.ParseJson(line);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }
}
