namespace FijiBridge.Engine.Inference;

/// <summary>Lets in a bounded number of bytes; who comes later waits, in the order of arrival.</summary>
internal sealed class ByteGate(long capacity)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Entered)> _waiting = [];
    private long _inside;
    private bool _closed;

    /// <summary>Bytes that have entered and not left.</summary>
    public long Inside
    {
        get
        {
            lock (_lock) return _inside;
        }
    }

    /// <summary>Ends when there is room; more than the capacity enters when nothing else is inside.</summary>
    /// <exception cref="OperationCanceledException">Cancelled, or the gate was closed, before there was room.</exception>
    public async Task EnterAsync(long bytes, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = new LinkedListNode<(long Bytes, TaskCompletionSource Entered)>((bytes, entered));
        lock (_lock)
        {
            if (_closed) entered.SetCanceled(CancellationToken.None);
            else _waiting.AddLast(node);
            LetIn();
        }
        await using var registration = ct.Register(() => Withdraw(node, ct)).ConfigureAwait(false);
        await entered.Task.ConfigureAwait(false);
    }

    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _inside -= bytes;
            LetIn();
        }
    }

    /// <summary>Turns away all who wait and all who come later.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var (_, entered) in _waiting) entered.TrySetCanceled();
            _waiting.Clear();
        }
    }

    private void LetIn()
    {
        while (_waiting.First is { } first && (_inside == 0 || _inside + first.Value.Bytes <= capacity))
        {
            _waiting.RemoveFirst();
            _inside += first.Value.Bytes;
            first.Value.Entered.SetResult();
        }
    }

    private void Withdraw(LinkedListNode<(long Bytes, TaskCompletionSource Entered)> node, CancellationToken ct)
    {
        lock (_lock)
        {
            // No longer in the list: let in or turned away already.
            if (node.List is null) return;
            _waiting.Remove(node);
            node.Value.Entered.SetCanceled(ct);
            LetIn();
        }
    }
}
