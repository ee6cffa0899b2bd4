namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>
/// Lets a limited number of jobs restore at a time, in the order of <see cref="FairShares"/>. While nothing but long jobs run,
/// one more turn is there for previews and short jobs: tiles of several jobs share the device, so that a look at a small image
/// need not wait an hour for somebody's large stack.
/// </summary>
internal sealed class FairQueue(int turns, TimeProvider clock)
{
    // A job that still needs less than this is waited for.
    private const double LongSeconds = 10;

    // A job is short beside a long one that needs this many times as long.
    private const double LongToShort = 4;

    private readonly Lock _lock = new();
    private readonly List<Turn> _waiting = [];
    private readonly List<Turn> _running = [];
    private readonly FairShares _shares = new();
    private readonly TimeProvider _clock = clock;
    private bool _closed;

    /// <summary>Jobs that wait for their turn.</summary>
    public int Waiting
    {
        get { lock (_lock) return _waiting.Count; }
    }

    /// <summary>Waits for a turn. Dispose the turn to let the next job run.</summary>
    /// <param name="request">The job.</param>
    /// <param name="cancellation">Leaves the queue.</param>
    public async Task<IDisposable> EnterAsync(TurnRequest request, CancellationToken cancellation)
    {
        var turn = new Turn(this, request);
        lock (_lock)
        {
            if (!IsHere(request.Owner)) _shares.Arrive(request.Owner, IsHere);
            _waiting.Add(turn);
            Advance();
        }
        await using var leaving = cancellation.UnsafeRegister(static turn => ((Turn)turn!).Leave(), turn).ConfigureAwait(false);
        await turn.Come.ConfigureAwait(false);
        return turn;
    }

    /// <summary>Looks again how long the running jobs still need.</summary>
    public void Refresh()
    {
        lock (_lock) Advance();
    }

    /// <summary>Nobody's turn comes any more, because the server stops.</summary>
    public void Close()
    {
        lock (_lock) _closed = true;
    }

    private bool IsHere(string owner) => _waiting.Concat(_running).Any(turn => turn.Request.Owner == owner);

    private void Advance()
    {
        while (!_closed && Next() is { } next)
        {
            _waiting.Remove(next);
            _running.Add(next);
            _shares.Charge(next.Request);
            next.Begin();
        }
        TellPlaces();
    }

    private Turn? Next()
    {
        if (_running.Count < turns) return First(_shares, _waiting);
        if (_running.Count > turns) return null;
        var left = _running.Min(turn => turn.SecondsLeft);
        return First(_shares, _waiting.Where(turn => turn.Request.Preview || (left >= LongSeconds && turn.Request.Seconds * LongToShort <= left)));
    }

    // Plays what will happen if nobody else comes.
    private void TellPlaces()
    {
        var (shares, waiting, ahead) = (_shares.Copy(), _waiting.ToList(), _running.Count);
        var free = new PriorityQueue<double, double>(_running.Select(turn => (turn.SecondsLeft, turn.SecondsLeft)));
        while (free.Count < turns) free.Enqueue(0, 0);
        while (First(shares, waiting) is { } next)
        {
            waiting.Remove(next);
            shares.Charge(next.Request);
            var start = free.Dequeue();
            free.Enqueue(start + next.Request.Seconds, start + next.Request.Seconds);
            next.Request.Told(new QueuePlace(ahead++, TimeSpan.FromSeconds(start)));
        }
    }

    private static Turn? First(FairShares shares, IEnumerable<Turn> waiting) => shares.First(waiting, turn => turn.Request);

    private sealed class Turn(FairQueue queue, TurnRequest request) : IDisposable
    {
        private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _began;

        public TurnRequest Request => request;

        public Task Come => _come.Task;

        /// <summary>What a running job still needs; 0 for one that takes longer than expected and does not tell.</summary>
        public double SecondsLeft => Math.Max(0, request.Left()?.TotalSeconds ?? request.Seconds - Elapsed);

        private double Elapsed => queue._clock.GetElapsedTime(_began).TotalSeconds;

        public void Begin()
        {
            _began = queue._clock.GetTimestamp();
            request.Told(default);
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
                if (!queue._running.Remove(this)) return;
                if (request.Price?.Invoke() is { } price) queue._shares.Correct(request.Owner, price - request.Seconds);
                queue.Advance();
            }
        }
    }
}
