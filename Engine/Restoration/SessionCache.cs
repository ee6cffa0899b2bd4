using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Open networks on one device, one for each model and tile shape. Those in use stay; of the others a few are kept for the next job, because
/// opening takes up to seconds. May be used from several threads.
/// </summary>
internal sealed class SessionCache(DeviceReport device, int idleLimit = 4) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>A session to be used until the lease is disposed.</summary>
    /// <exception cref="EngineFailure">The network cannot be opened on the device.</exception>
    public SessionLease Rent(InstalledModel model, TilePlan plan)
    {
        var source = model.Source(model.Constraints.InputShape(plan), ModelConstraints.OutputShape(plan));
        var entry = Enter((model.RdfPath, model.Sha256, source.Input, source.Output), source);
        try
        {
            return new SessionLease(entry.Session.Value, discard => Leave(entry, discard));
        }
        catch
        {
            Leave(entry, discard: true);
            throw;
        }
    }

    /// <summary>Closes all sessions; none may be in use.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _entries) entry.Close();
            _entries.Clear();
        }
    }

    /// <summary>Parameters by the names of the network's inputs instead of those of the description.</summary>
    public static IReadOnlyDictionary<string, double> ByNetworkName(InstalledModel model, IReadOnlyDictionary<string, double> parameters) =>
        model.Card.Parameters.ToDictionary(parameter => model.NetworkInput(parameter.Name), parameter => parameters[parameter.Name]);

    private Entry Enter((string, string, TileShape, TileShape) key, ModelSource source)
    {
        lock (_lock)
        {
            var entry = _entries.Find(entry => entry.Key == key && !entry.Discarded);
            if (entry is null) _entries.Add(entry = new Entry(key, new Lazy<ModelSession>(() => ModelSession.Open(source, device))));
            entry.Users++;
            return entry;
        }
    }

    private void Leave(Entry entry, bool discard)
    {
        lock (_lock)
        {
            entry.Discarded |= discard;
            entry.Users--;
            // The most recently used stand last.
            _entries.Remove(entry);
            _entries.Add(entry);
            var idle = _entries.Where(other => other.Users == 0).ToList();
            foreach (var old in idle.Where((other, i) => other.Discarded || i < idle.Count - idleLimit))
            {
                _entries.Remove(old);
                old.Close();
            }
        }
    }

    private sealed class Entry((string, string, TileShape, TileShape) key, Lazy<ModelSession> session)
    {
        public (string RdfPath, string Sha256, TileShape Input, TileShape Output) Key { get; } = key;

        public Lazy<ModelSession> Session { get; } = session;

        public int Users { get; set; }

        public bool Discarded { get; set; }

        public void Close()
        {
            if (Session.IsValueCreated) Session.Value.Dispose();
        }
    }
}

/// <summary>The right to use a session.</summary>
internal sealed class SessionLease(ModelSession session, Action<bool> leave) : IDisposable
{
    private bool _discard;

    public ModelSession Session => session;

    /// <summary>The session is closed after its last use, which gives the device's memory back.</summary>
    public void Discard() => _discard = true;

    public void Dispose() => leave(_discard);
}
