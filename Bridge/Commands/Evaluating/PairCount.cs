using System.Diagnostics;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>Tells every few seconds how many pairs are judged.</summary>
internal sealed class PairCount(int pairs, TextWriter error)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _last = Stopwatch.GetTimestamp();
    private int _done;

    public void Judged()
    {
        lock (_gate)
        {
            if (++_done < pairs && Stopwatch.GetElapsedTime(_last) < Pause) return;
            error.WriteLine($"{_done} of {pairs} pairs judged");
            _last = Stopwatch.GetTimestamp();
        }
    }
}
