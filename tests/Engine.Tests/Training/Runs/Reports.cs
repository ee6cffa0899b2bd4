using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Engine.Tests.Training.Runs;

/// <summary>All that a run reported, and perhaps something done at each report.</summary>
internal sealed class Reports(Action<RunProgress>? also = null) : IProgress<RunProgress>
{
    public List<RunProgress> List { get; } = [];

    public void Report(RunProgress value)
    {
        lock (List) List.Add(value);
        also?.Invoke(value);
    }
}
