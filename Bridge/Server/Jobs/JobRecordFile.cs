using System.Globalization;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>The record of a job as a <see cref="RecordFile"/>.</summary>
internal static class JobRecordFile
{
    private const int Version = 1;

    public static void Write(JobRecord record, string path, string temporaryPath) => RecordFile.Write(ToJson(record), path, temporaryPath);

    /// <exception cref="FormatException">The file is not what was written.</exception>
    public static JobRecord Read(string path) => RecordFile.Read(path, Version, FromJson);

    private static JsonObject ToJson(JobRecord record) => new()
    {
        ["version"] = Version,
        ["id"] = record.Ticket.Id,
        ["owner"] = record.Ticket.Caller.User,
        ["role"] = RoleNames.Of(record.Ticket.Caller.Role),
        ["created"] = record.Ticket.Created.ToString("O", CultureInfo.InvariantCulture),
        ["phase"] = record.Phase.ToString(),
        ["input_bytes"] = record.InputBytes,
        ["input_crc32c"] = record.InputCrc,
        ["runs"] = record.Runs,
        ["header"] = RecordFile.Node(record.Ticket.Header),
        ["done"] = record.Done is { } done ? RecordFile.Node(done) : null,
        ["failure"] = record.Failure is { } failure ? RecordFile.Node(failure) : null,
    };

    private static JobRecord FromJson(JsonObject json)
    {
        var created = DateTimeOffset.Parse((string)json["created"]!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        var record = new JobRecord
        {
            Ticket = new JobTicket((string)json["id"]!, RecordFile.OwnerOf(json), created, RecordFile.Message<RestoreHeader>(json["header"]!)),
            Phase = Enum.Parse<JobPhase>((string)json["phase"]!),
            InputBytes = (long)json["input_bytes"]!,
            InputCrc = (uint)json["input_crc32c"]!,
            Runs = (int)json["runs"]!,
            Done = json["done"] is { } done ? RecordFile.Message<Done>(done) : null,
            Failure = json["failure"] is JsonObject failure ? RecordFile.Failure(failure) : null,
        };
        var isWhole = record.Phase switch { JobPhase.Done => record.Done is not null, JobPhase.Failed => record.Failure is not null, _ => true };
        return isWhole ? record : throw new FormatException($"it says {record.Phase} and not how");
    }
}
