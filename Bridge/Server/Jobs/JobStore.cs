using FijiBridge.Bridge.Server.Spooling;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>
/// The records of jobs in the spool, one small file for each. With a temporary spool it keeps nothing: its jobs end with the server.
/// </summary>
internal sealed class JobStore(Spool spool, ILogger<JobStore> log)
{
    private const string AsideFolder = "damaged";

    /// <summary>Jobs outlive the server.</summary>
    public bool KeepsJobs => spool.KeepsJobs;

    /// <summary>Returns when the record would survive a loss of power.</summary>
    public void Save(JobRecord record)
    {
        if (!spool.KeepsJobs) return;
        var paths = spool.PathsOf(record.Ticket.Id);
        JobRecordFile.Write(record, paths.Record, paths.NewRecord);
    }

    /// <summary>Comes before the files of the job are deleted: files without a record are leftovers, a record without files is a loss.</summary>
    public void Delete(string id)
    {
        if (spool.KeepsJobs) File.Delete(spool.PathsOf(id).Record);
    }

    /// <summary>
    /// What earlier servers left, oldest first. Records that cannot be read are set aside with their files; files that no record
    /// speaks of are deleted.
    /// </summary>
    public IReadOnlyList<JobRecord> Load()
    {
        if (!spool.KeepsJobs) return [];
        var records = Directory.EnumerateFiles(spool.Folder, "*" + SpoolPaths.RecordSuffix).ToList()
            .Select(ReadOrSetAside).OfType<JobRecord>().OrderBy(record => record.Ticket.Created).ToList();
        DeleteLeftovers(records.Select(record => record.Ticket.Id).ToHashSet());
        return records;
    }

    /// <summary>Moves all that there is of a job out of the way, for a person to look at.</summary>
    public void SetAside(string id, string reason)
    {
        var (paths, aside) = (spool.PathsOf(id), Directory.CreateDirectory(Path.Combine(spool.Folder, AsideFolder)).FullName);
        foreach (var file in new[] { paths.Record, paths.Input, paths.Result }.Where(File.Exists))
            File.Move(file, Path.Combine(aside, Path.GetFileName(file)), overwrite: true);
        log.JobSetAside(id, aside, reason);
    }

    private JobRecord? ReadOrSetAside(string path)
    {
        var id = Path.GetFileNameWithoutExtension(path);
        try
        {
            var record = JobRecordFile.Read(path);
            return record.Ticket.Id == id ? record : throw new FormatException("it is the record of another job");
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            SetAside(id, e.Message);
            return null;
        }
    }

    private void DeleteLeftovers(HashSet<string> ids)
    {
        foreach (var file in Directory.EnumerateFiles(spool.Folder).ToList())
        {
            if (Path.GetExtension(file) != SpoolPaths.RecordSuffix && !(IsFileOfJob(file) && ids.Contains(Path.GetFileNameWithoutExtension(file))))
                File.Delete(file);
        }
    }

    private static bool IsFileOfJob(string file) => Path.GetExtension(file) is SpoolPaths.InputSuffix or SpoolPaths.ResultSuffix;
}
