namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Stands still until a test moves it. Timers are those of the system: only waiting times of jobs are told by this clock.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _ticks = 1;
    private long _jumped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    /// <summary>What the clock on the wall shows, which may jump.</summary>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _jumped));

    public void Jump(TimeSpan time) => Interlocked.Add(ref _jumped, time.Ticks);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
