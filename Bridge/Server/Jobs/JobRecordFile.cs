using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>
/// A record as a file: the SHA-256 of the rest on the first line, then one JSON object. Written beside its place, flushed and
/// renamed, so that a crash at any instant leaves the old one or the new one.
/// </summary>
internal static class JobRecordFile
{
    private const int Version = 1;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static void Write(JobRecord record, string path, string temporaryPath)
    {
        var json = Encoding.UTF8.GetBytes(ToJson(record).ToJsonString());
        using (var file = new FileStream(temporaryPath, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)) + "\n"));
            file.Write(json);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporaryPath, path, overwrite: true);
    }

    /// <exception cref="FormatException">The file is not what was written.</exception>
    public static JobRecord Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0) throw new FormatException("it has no checksum");
        var json = bytes.AsSpan(end + 1);
        if (Encoding.ASCII.GetString(bytes, 0, end) != Convert.ToHexStringLower(SHA256.HashData(json)))
            throw new FormatException("its checksum does not fit");
        try
        {
            return FromJson(JsonNode.Parse(json)!.AsObject());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidProtocolBufferException or ArgumentException or NullReferenceException)
        {
            throw new FormatException("it was written by a program that this one does not understand", e);
        }
    }

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
        ["header"] = Node(record.Ticket.Header),
        ["done"] = record.Done is { } done ? Node(done) : null,
        ["failure"] = record.Failure is { } failure ? ToJson(failure) : null,
    };

    private static JobRecord FromJson(JsonObject json)
    {
        if ((int)json["version"]! != Version) throw new FormatException($"it is of version {json["version"]}, and this program knows version {Version}");
        var caller = new Identity((string)json["owner"]!, RoleNames.Find((string)json["role"]!) ?? Role.User);
        var created = DateTimeOffset.Parse((string)json["created"]!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        var record = new JobRecord
        {
            Ticket = new JobTicket((string)json["id"]!, caller, created, Parser.Parse<RestoreHeader>(json["header"]!.ToJsonString())),
            Phase = Enum.Parse<JobPhase>((string)json["phase"]!),
            InputBytes = (long)json["input_bytes"]!,
            InputCrc = (uint)json["input_crc32c"]!,
            Runs = (int)json["runs"]!,
            Done = json["done"] is { } done ? Parser.Parse<Done>(done.ToJsonString()) : null,
            Failure = json["failure"] is JsonObject failure ? FailureFrom(failure) : null,
        };
        var isWhole = record.Phase switch { JobPhase.Done => record.Done is not null, JobPhase.Failed => record.Failure is not null, _ => true };
        return isWhole ? record : throw new FormatException($"it says {record.Phase} and not how");
    }

    private static JsonObject ToJson(RpcException failure) => new()
    {
        ["status"] = failure.StatusCode.ToString(),
        ["detail"] = failure.Status.Detail,
        ["kind"] = failure.Trailers.GetValue(StatusMapping.FailureTrailer),
    };

    private static RpcException FailureFrom(JsonObject json)
    {
        var status = new Status(Enum.Parse<StatusCode>((string)json["status"]!), (string)json["detail"]!);
        return new RpcException(status, (string?)json["kind"] is { } kind ? new Metadata { { StatusMapping.FailureTrailer, kind } } : []);
    }

    private static JsonNode Node(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;
}
