namespace FijiBridge.Bridge.Client;

/// <summary>Keeps how far a job is. Sending and receiving advance it at the same time.</summary>
internal sealed class TransferLog(long bytesToSend, IProgress<TransferProgress>? progress)
{
    private readonly Lock _gate = new();
    private TransferProgress _state = new() { BytesToSend = bytesToSend };

    public TransferProgress State => _state;

    public void Advance(Func<TransferProgress, TransferProgress> step)
    {
        lock (_gate) progress?.Report(_state = step(_state));
    }

    /// <summary>Tells the user something now.</summary>
    public void Tell(string notice)
    {
        lock (_gate) progress?.Report(_state with { Notice = notice });
    }
}
