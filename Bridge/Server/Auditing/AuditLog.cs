using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FijiBridge.Bridge.Server.Access;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Auditing;

/// <summary>
/// Who asked for what, when, and what came of it: a line of JSON for each call, in a file for the server's user alone. A full file becomes
/// <c>FILE.1</c>, and the one before it is deleted. What cannot be written is an error in the server's log, and does not stop the call.
/// </summary>
internal sealed class AuditLog(string? path, TimeProvider clock, ILogger<AuditLog> log) : IDisposable
{
    /// <summary>Unit: bytes.</summary>
    internal const long MaxBytes = 64 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The file is no web page: letters stay letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _lock = new();
    private FileStream? _file = path is null ? null : Open(path);

    /// <summary>A call that came to its end.</summary>
    public void Ended(ServerCallContext context, Status outcome, TimeSpan time)
    {
        if (path is null) return;
        var http = context.GetHttpContext();
        Write(RecordOf(http, outcome) with { User = http.Caller().User, Subject = http.Subject(), Seconds = Math.Round(time.TotalSeconds, 3) });
    }

    /// <summary>A call that reached no service.</summary>
    public void NotServed(HttpContext context, Status refusal)
    {
        if (path is not null) Write(RecordOf(context, refusal) with { User = context.Features.Get<Identity>()?.User });
    }

    public void Dispose()
    {
        lock (_lock) _file?.Dispose();
        _file = null;
    }

    private AuditRecord RecordOf(HttpContext context, Status outcome) => new(
        clock.GetUtcNow(), null, context.Connection.RemoteIpAddress?.ToString(), ClientText.Clean(context.Request.Path), null,
        outcome.StatusCode.ToString(), string.IsNullOrEmpty(outcome.Detail) ? null : ClientText.OneLine(outcome.Detail), null);

    private void Write(AuditRecord record)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, Json), (byte)'\n'];
        lock (_lock)
        {
            if (_file is null) return;
            try
            {
                if (_file.Position + line.Length > MaxBytes) TurnOver();
                _file.Write(line);
                _file.Flush();
            }
            catch (IOException failure)
            {
                log.AuditFailed(failure, path!);
            }
        }
    }

    private void TurnOver()
    {
        _file!.Dispose();
        File.Move(path!, path + ".1", overwrite: true);
        _file = Open(path!);
    }

    private static FileStream Open(string path)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return PrivateFile.Open(path, FileMode.Append, FileAccess.Write);
    }
}
