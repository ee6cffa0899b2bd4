namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>
/// How much of the device each user has had. Whose job would bring its owner least far comes first, which is fair queueing by
/// finish tags (Demers, Keshav and Shenker 1989): a user with many jobs gets no more than one with few, and among users who
/// had the same the shortest job is first. Who was away has saved nothing up.
/// </summary>
internal sealed class FairShares
{
    private readonly Dictionary<string, double> _served;
    private double _now;

    public FairShares()
        : this([], 0)
    {
    }

    private FairShares(Dictionary<string, double> served, double now) => (_served, _now) = (served, now);

    /// <summary>The job that comes first: previews, then the least finish tag, then who came first.</summary>
    /// <param name="waiting">In the order in which they came.</param>
    /// <param name="requestOf">What is known of each.</param>
    public T? First<T>(IEnumerable<T> waiting, Func<T, TurnRequest> requestOf)
        where T : class =>
        waiting.MinBy(entry => requestOf(entry) is var request ? (request.Preview ? 0 : 1, FinishOf(request)) : default);

    /// <summary>
    /// A user comes who had no job here. Their account begins where the others are now; while they wait it stays there, or a long
    /// job would wait as long as short ones come.
    /// </summary>
    /// <param name="owner">The user.</param>
    /// <param name="isHere">Whether somebody has a job here; the accounts of others who are not ahead are closed.</param>
    public void Arrive(string owner, Func<string, bool> isHere)
    {
        foreach (var (gone, _) in _served.Where(account => account.Value <= _now && !isHere(account.Key)).ToList()) _served.Remove(gone);
        _served.TryAdd(owner, _now);
    }

    /// <summary>A job begins, and its owner pays for it.</summary>
    public void Charge(TurnRequest request)
    {
        _now = Math.Max(_now, _served[request.Owner]);
        _served[request.Owner] += request.Seconds;
    }

    /// <summary>A job was dearer than expected, or, with a negative number, cheaper.</summary>
    public void Correct(string owner, double seconds) => _served[owner] += seconds;

    /// <summary>To look ahead with.</summary>
    public FairShares Copy() => new(new(_served), _now);

    private double FinishOf(TurnRequest request) => _served[request.Owner] + request.Seconds;
}
