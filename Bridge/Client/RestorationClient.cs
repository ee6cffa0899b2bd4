using FijiBridge.Protos.V1;
using Grpc.Net.Client;

namespace FijiBridge.Bridge.Client;

/// <summary>
/// Restores stacks on a server. It knows the wire contract only, never the engine, and holds one chunk of a stack at a time.
/// </summary>
public sealed class RestorationClient(GrpcChannel channel, ReconnectPlan? reconnect = null)
{
    private readonly Restoration.RestorationClient _server = new(channel);
    private readonly ServerFaults _faults = new(channel.Target);

    /// <summary>
    /// Asks whether the server takes the job, sends <paramref name="input"/>, and writes the verified result to
    /// <paramref name="output"/>, which appears only when it is whole. Cancelling also ends the job on the server.
    /// </summary>
    /// <exception cref="ClientFailure">The job failed; nothing was written.</exception>
    public async Task<Done> RestoreAsync(
        string input, string output, RestoreSettings settings, bool overwrite, IProgress<TransferProgress>? progress, CancellationToken ct)
    {
        using var stack = InputFile.Open(input);
        await CheckAsync(settings, stack, progress, ct);
        using var result = TemporaryOutput.Create(output, overwrite);
        var log = new TransferLog(stack.Length, progress);
        var (upload, download) = (new StackUpload(stack, settings, log), new ResultDownload(result, log));
        var done = await new RestoreCall(_server, _faults, upload, download, log, reconnect ?? ReconnectPlan.Default).RunAsync(ct);
        result.Commit();
        return done;
    }

    /// <summary>Version, devices and limits of the server.</summary>
    public Task<ServerInfo> GetServerAsync(CancellationToken ct) =>
        _faults.GuardAsync(() => _server.GetServerAsync(new GetServerRequest(), cancellationToken: ct).ResponseAsync, ct);

    private async Task CheckAsync(RestoreSettings settings, InputFile stack, IProgress<TransferProgress>? progress, CancellationToken ct)
    {
        var request = new CheckRequest { Settings = settings, Stack = stack.Summary };
        var reply = await _faults.GuardAsync(() => _server.CheckAsync(request, cancellationToken: ct).ResponseAsync, ct);
        if (!reply.Accepted) throw new ClientFailure(ClientFailureKind.Refused, string.Join("; ", reply.Complaints));
        foreach (var notice in reply.Notices)
            progress?.Report(new TransferProgress { BytesToSend = stack.Length, Notice = notice, IsStanding = true });
    }
}
