using System.Diagnostics;

namespace FijiBridge.Bridge.Commands;

/// <summary>Tells every few seconds how far a work of known length is. For any number of threads.</summary>
/// <param name="total">How many there are.</param>
/// <param name="what">What is counted, as in "pairs judged".</param>
/// <param name="error">Where the lines go.</param>
internal sealed class WorkCount(long total, string what, TextWriter error)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _last = Stopwatch.GetTimestamp();
    private long _done;

    /// <summary>One more is done.</summary>
    public void Done()
    {
        lock (_gate)
        {
            _done++;
            if (Stopwatch.GetElapsedTime(_last) < Pause) return;
            error.WriteLine($"{_done} of {total} {what}");
            _last = Stopwatch.GetTimestamp();
        }
    }
}
