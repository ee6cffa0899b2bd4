namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>Lets a limited number of jobs restore at a time, in the order in which they came.</summary>
internal sealed class TurnQueue(int turns)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Turn> _waiting = new();
    private int _running;

    /// <summary>Waits for a turn. Dispose the turn to let the next job run.</summary>
    /// <param name="ahead">Told the number of jobs ahead, at once and whenever it changes; 0 when the turn has come.</param>
    /// <param name="cancellation">Leaves the queue.</param>
    public async Task<IDisposable> EnterAsync(Action<int> ahead, CancellationToken cancellation)
    {
        var turn = new Turn(this, ahead);
        lock (_lock)
        {
            _waiting.AddLast(turn);
            Advance();
        }
        await using var leaving = cancellation.UnsafeRegister(static turn => ((Turn)turn!).Leave(), turn).ConfigureAwait(false);
        await turn.Come.ConfigureAwait(false);
        return turn;
    }

    private void Advance()
    {
        for (; _running < turns && _waiting.First is { } first; _running++)
        {
            _waiting.RemoveFirst();
            first.Value.Begin();
        }
        var ahead = _running;
        foreach (var turn in _waiting) turn.Wait(ahead++);
    }

    private sealed class Turn(TurnQueue queue, Action<int> ahead) : IDisposable
    {
        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _running;

        public Task Come => _come.Task;

        public void Wait(int jobsAhead) => ahead(jobsAhead);

        public void Begin()
        {
            ahead(0);
            _running = true;
            _come.TrySetResult();
        }

        public void Leave()
        {
            lock (queue._lock)
            {
                if (!queue._waiting.Remove(this)) return;
                queue.Advance();
            }
            _come.TrySetCanceled();
        }

        public void Dispose()
        {
            lock (queue._lock)
            {
                if (!_running) return;
                _running = false;
                queue._running--;
                queue.Advance();
            }
        }
    }
}
