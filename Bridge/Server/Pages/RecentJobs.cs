using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine.Tiff;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>
/// The last jobs, for the page: what they were and how they looked, also when their results have been fetched and deleted. Kept in
/// memory, and gone with the server.
/// </summary>
internal sealed class RecentJobs
{
    private const int Most = 200;

    private readonly Lock _lock = new();
    private readonly LinkedList<Entry> _newestFirst = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Entry> List()
    {
        lock (_lock) return [.. _newestFirst];
    }

    public Entry? Find(string id)
    {
        lock (_lock) return _newestFirst.FirstOrDefault(entry => entry.Job.JobId == id);
    }

    /// <summary>A job begins. That a picture cannot be made is no reason to stop it: the engine will say more clearly what is wrong.</summary>
    public void Begins(Job job, TiffPlaneReader stack)
    {
        var picture = Picture(() => Thumbnails.Of(stack));
        Put(job, entry => entry with { Before = picture });
    }

    /// <summary>The result is whole, and nobody knows it yet who could delete it.</summary>
    public void Made(Job job)
    {
        var picture = Picture(() =>
        {
            using var result = TiffPlaneReader.Open(job.Place.Result.OpenRead());
            return Thumbnails.Of(result);
        });
        Put(job, entry => entry with { After = picture });
    }

    /// <summary>A job has ended, in whatever way.</summary>
    public void Ended(Job job) => Put(job, entry => entry);

    private static byte[]? Picture(Func<byte[]?> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is TiffFormatException or IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private void Put(Job job, Func<Entry, Entry> change)
    {
        var changed = change(Find(job.Id) ?? new Entry(job.Owner, JobMessages.Info(job), null, null)) with { Job = JobMessages.Info(job) };
        lock (_lock)
        {
            if (_newestFirst.FirstOrDefault(entry => entry.Job.JobId == job.Id) is { } known) _newestFirst.Remove(known);
            _newestFirst.AddFirst(changed);
            if (_newestFirst.Count > Most) _newestFirst.RemoveLast();
        }
    }

    /// <param name="Owner">Nobody else but admins sees it.</param>
    /// <param name="Job">As it was when it was last looked at.</param>
    /// <param name="Before">A PNG of the stack; null when there is none.</param>
    /// <param name="After">A PNG of the result; null when there is none.</param>
    internal sealed record Entry(string Owner, JobInfo Job, byte[]? Before, byte[]? After);
}
