namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>What the queue must know of a job.</summary>
/// <param name="Owner">Name of the user whose job it is.</param>
/// <param name="Seconds">The time that it is expected to take, alone on the device.</param>
/// <param name="Preview">Somebody waits for a look at it.</param>
/// <param name="Told">Called with its place, at once and whenever that changes.</param>
/// <param name="Left">Once it runs: the time that it still needs, null while it cannot be told.</param>
internal sealed record TurnRequest(string Owner, double Seconds, bool Preview, Action<QueuePlace> Told, Func<TimeSpan?> Left)
{
    /// <summary>
    /// What its owner pays for it in the end: the expected time, as far as it is better known by then. Not the time that it took:
    /// that a machine was slow for a while is nobody's fault.
    /// </summary>
    public Func<double>? Price { get; init; }
}

/// <summary>Where in the queue a job stands.</summary>
/// <param name="Ahead">Jobs that run or will run before it; 0 when its turn has come.</param>
/// <param name="StartsIn">The time until its turn, as far as can be told; zero when not.</param>
internal readonly record struct QueuePlace(int Ahead, TimeSpan StartsIn);
