namespace FijiBridge.Engine.Inference;

/// <summary>How a session uses the processor.</summary>
public sealed record SessionThreads
{
    /// <summary>Threads that share the work of one operator; 0 (the default) takes one for each core.</summary>
    public int IntraOp { get; init; }

    /// <summary>
    /// Whether idle threads poll for work instead of sleeping. Off by default: it gains little on a machine of one's own and costs much when others use it
    /// (figures in this folder's README).
    /// </summary>
    public bool Spinning { get; init; }
}
