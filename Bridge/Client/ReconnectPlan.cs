namespace FijiBridge.Bridge.Client;

/// <summary>How long to wait before each attempt to attach to a job again; it starts anew whenever the job has moved on.</summary>
public sealed record ReconnectPlan(IReadOnlyList<TimeSpan> Delays)
{
    /// <summary>Seven attempts in about 24 seconds: longer than a wireless network needs to come back, shorter than patience.</summary>
    public static ReconnectPlan Default { get; } =
        new([.. new[] { 0.2, 0.5, 1, 2, 4, 8, 8 }.Select(TimeSpan.FromSeconds)]);
}
