using FijiBridge.Bridge.Server.Spooling;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>
/// The folders of trainings in the spool, one for each: its record, its history, and the folder in which it works. With a temporary spool
/// only the last is there, and trainings end with the server.
/// </summary>
internal sealed class TrainingStore(Spool spool, ILogger<TrainingStore> log)
{
    private const string AsideFolder = "damaged";

    /// <summary>Trainings outlive the server.</summary>
    public bool Keeps => spool.KeepsJobs;

    /// <summary>Where images, the state of the network and the package lie; it need not exist.</summary>
    public string WorkOf(string id) => Keeps ? Path.Combine(FolderOf(id), "work") : FolderOf(id);

    public TrainingHistory HistoryOf(string id) => new(Keeps ? Path.Combine(FolderOf(id), "history") : null);

    /// <summary>Returns when the record would survive a loss of power.</summary>
    public void Save(TrainingRecord record)
    {
        if (!Keeps) return;
        Directory.CreateDirectory(FolderOf(record.Id));
        TrainingRecordFile.Write(record, RecordOf(FolderOf(record.Id)));
    }

    /// <summary>Deletes all that there is of a training, the record first.</summary>
    public void Delete(string id)
    {
        var folder = FolderOf(id);
        if (!Directory.Exists(folder)) return;
        File.Delete(RecordOf(folder));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What earlier servers left, oldest first. Records that cannot be read are set aside; folders without a record are deleted.</summary>
    public IReadOnlyList<TrainingRecord> Load()
    {
        if (!Keeps || !Directory.Exists(Folder)) return [];
        return [.. Directory.EnumerateDirectories(Folder).ToList().Select(ReadOrClear).OfType<TrainingRecord>().OrderBy(record => record.Created)];
    }

    /// <summary>Leaves what the next server needs, and no empty folder.</summary>
    public void Close()
    {
        if (Directory.Exists(Folder) && (!Keeps || !Directory.EnumerateFileSystemEntries(Folder).Any())) Directory.Delete(Folder, recursive: true);
    }

    private string Folder => Path.Combine(spool.Folder, "training");

    private string FolderOf(string id) => Path.Combine(Folder, id);

    private static string RecordOf(string folder) => Path.Combine(folder, "record");

    private TrainingRecord? ReadOrClear(string folder)
    {
        try
        {
            if (File.Exists(RecordOf(folder)))
            {
                var record = TrainingRecordFile.Read(RecordOf(folder));
                return record.Id == Path.GetFileName(folder) ? record : throw new FormatException("it is the record of another training");
            }
            // Its upload was not whole when the server died.
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            SetAside(folder, e.Message);
        }
        return null;
    }

    private void SetAside(string folder, string reason)
    {
        var aside = Path.Combine(Directory.CreateDirectory(Path.Combine(spool.Folder, AsideFolder)).FullName, Path.GetFileName(folder));
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.Move(folder, aside);
        log.TrainingSetAside(Path.GetFileName(folder), aside, reason);
    }
}
