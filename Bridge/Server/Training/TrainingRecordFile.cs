using System.Globalization;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>The record of a training as a <see cref="RecordFile"/>.</summary>
internal static class TrainingRecordFile
{
    private const int Version = 1;

    public static void Write(TrainingRecord record, string path) => RecordFile.Write(ToJson(record), path, path + ".new");

    /// <exception cref="FormatException">The file is not what was written.</exception>
    public static TrainingRecord Read(string path) => RecordFile.Read(path, Version, FromJson);

    private static JsonObject ToJson(TrainingRecord record) => new()
    {
        ["version"] = Version,
        ["id"] = record.Id,
        ["owner"] = record.Owner.User,
        ["role"] = RoleNames.Of(record.Owner.Role),
        ["created"] = Text(record.Created),
        ["settings"] = RecordFile.Node(record.Settings),
        ["phase"] = record.Phase.ToString(),
        ["files"] = new JsonArray([.. record.Files.Select(ToJson)]),
        ["tries"] = record.Tries,
        ["tried_from"] = record.TriedFrom,
        ["ended"] = record.Ended is { } ended ? Text(ended) : null,
        ["done"] = record.Done is { } done ? RecordFile.Node(done) : null,
        ["failure"] = record.Failure is { } failure ? RecordFile.Node(failure) : null,
    };

    private static JsonNode ToJson(StoredFile file) =>
        new JsonObject { ["told"] = RecordFile.Node(file.Told), ["bytes"] = file.Bytes, ["crc32c"] = file.Crc };

    private static TrainingRecord FromJson(JsonObject json)
    {
        var record = new TrainingRecord
        {
            Id = (string)json["id"]!,
            Owner = RecordFile.OwnerOf(json),
            Created = Time(json["created"]!),
            Settings = RecordFile.Message<TrainingSettings>(json["settings"]!),
            Phase = Enum.Parse<TrainingPhase>((string)json["phase"]!),
            Files = [.. json["files"]!.AsArray().Select(file => new StoredFile(RecordFile.Message<TrainingFile>(file!["told"]!), (long)file["bytes"]!, (uint)file["crc32c"]!))],
            Tries = (int)json["tries"]!,
            TriedFrom = (long)json["tried_from"]!,
            Ended = json["ended"] is { } ended ? Time(ended) : null,
            Done = json["done"] is { } done ? RecordFile.Message<TrainingDone>(done) : null,
            Failure = json["failure"] is JsonObject failure ? RecordFile.Failure(failure) : null,
        };
        var isWhole = record.Phase switch
        {
            TrainingPhase.Done => record is { Done: not null, Ended: not null },
            TrainingPhase.Failed or TrainingPhase.Cancelled => record is { Failure: not null, Ended: not null },
            _ => true,
        };
        return isWhole ? record : throw new FormatException($"it says {record.Phase} and not how");
    }

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(JsonNode text) => DateTimeOffset.Parse((string)text!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
