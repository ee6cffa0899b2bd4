using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server.Access;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// A record as a file: the SHA-256 of the rest on the first line, then one JSON object. Written beside its place, flushed and
/// renamed, so that a crash at any instant leaves the old one or the new one.
/// </summary>
internal static class RecordFile
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static void Write(JsonObject record, string path, string temporaryPath)
    {
        var json = Encoding.UTF8.GetBytes(record.ToJsonString());
        try
        {
            WriteFlushed(temporaryPath, [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)) + "\n"), .. json]);
            File.Move(temporaryPath, path, overwrite: true);
        }
        catch (IOException)
        {
            // Of a disk that is full nothing more is to be taken.
            File.Delete(temporaryPath);
            throw;
        }
    }

    /// <exception cref="FormatException">The file is not what was written, or of another version.</exception>
    public static T Read<T>(string path, int version, Func<JsonObject, T> parse)
    {
        var bytes = File.ReadAllBytes(path);
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0) throw new FormatException("it has no checksum");
        var json = bytes.AsSpan(end + 1);
        if (Encoding.ASCII.GetString(bytes, 0, end) != Convert.ToHexStringLower(SHA256.HashData(json)))
            throw new FormatException("its checksum does not fit");
        try
        {
            var record = JsonNode.Parse(json)!.AsObject();
            return (int)record["version"]! == version
                ? parse(record)
                : throw new FormatException($"it is of version {record["version"]}, and this program knows version {version}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidProtocolBufferException or ArgumentException or NullReferenceException)
        {
            throw new FormatException("it was written by a program that this one does not understand", e);
        }
    }

    /// <summary>Whose record it is, from its members "owner" and "role".</summary>
    public static Identity OwnerOf(JsonObject record) => new((string)record["owner"]!, RoleNames.Find((string)record["role"]!) ?? Role.User);

    public static JsonNode Node(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;

    public static T Message<T>(JsonNode node)
        where T : IMessage, new() => Parser.Parse<T>(node.ToJsonString());

    public static JsonObject Node(RpcException failure) => new()
    {
        ["status"] = failure.StatusCode.ToString(),
        ["detail"] = failure.Status.Detail,
        ["kind"] = failure.Trailers.GetValue(StatusMapping.FailureTrailer),
    };

    public static RpcException Failure(JsonObject node)
    {
        var status = new Status(Enum.Parse<StatusCode>((string)node["status"]!), (string)node["detail"]!);
        return new RpcException(status, (string?)node["kind"] is { } kind ? new Metadata { { StatusMapping.FailureTrailer, kind } } : []);
    }

    private static void WriteFlushed(string path, byte[] bytes)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
