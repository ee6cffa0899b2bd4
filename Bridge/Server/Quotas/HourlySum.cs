namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>A sum over the last hour, to the minute.</summary>
internal sealed class HourlySum(TimeProvider clock)
{
    private const int Minutes = 60;

    private readonly long[] _sums = new long[Minutes];
    private readonly long _start = clock.GetTimestamp();
    private long _minute;

    public long Value
    {
        get
        {
            Advance();
            return _sums.Sum();
        }
    }

    public void Add(long amount)
    {
        Advance();
        _sums[_minute % Minutes] += amount;
    }

    private void Advance()
    {
        var minute = (long)clock.GetElapsedTime(_start).TotalMinutes;
        for (var passed = Math.Max(_minute + 1, minute - Minutes + 1); passed <= minute; passed++) _sums[passed % Minutes] = 0;
        _minute = Math.Max(_minute, minute);
    }
}
