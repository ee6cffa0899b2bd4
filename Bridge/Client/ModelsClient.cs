using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace FijiBridge.Bridge.Client;

/// <summary>Lists, shows and moves the models of a server.</summary>
public sealed class ModelsClient(GrpcChannel channel)
{
    private const int ChunkBytes = 512 * 1024;

    private readonly Models.ModelsClient _server = new(channel);
    private readonly ServerFaults _faults = new(channel.Target);

    public async Task<IReadOnlyList<ModelInfo>> ListAsync(CancellationToken ct)
    {
        var call = () => _server.ListModelsAsync(new ListModelsRequest(), cancellationToken: ct).ResponseAsync;
        return (await _faults.GuardAsync(call, ct)).Models;
    }

    public Task<ModelDetails> ShowAsync(string name, CancellationToken ct) =>
        _faults.GuardAsync(() => _server.GetModelAsync(new GetModelRequest { Name = name }, cancellationToken: ct).ResponseAsync, ct);

    /// <summary>The model of that name; of the empty name the server's default.</summary>
    /// <exception cref="ClientFailure">There is no such model.</exception>
    public async Task<ModelInfo> FindAsync(string name, CancellationToken ct) =>
        name.Length > 0 ? (await ShowAsync(name, ct)).Info : (await ListAsync(ct)).First(model => model.IsDefault);

    public Task RemoveAsync(string name, CancellationToken ct) =>
        _faults.GuardAsync(() => _server.RemoveModelAsync(new RemoveModelRequest { Name = name }, cancellationToken: ct).ResponseAsync, ct);

    /// <summary>Installs the zip at <paramref name="path"/>, for everybody or for oneself alone.</summary>
    public async Task<ModelInfo> ImportAsync(string path, bool isPrivate, CancellationToken ct)
    {
        using var file = InputFile.Open(path);
        return await _faults.GuardAsync(() => UploadAsync(file, isPrivate, ct), ct);
    }

    /// <summary>Writes a model as a zip, which appears only when it is whole.</summary>
    /// <returns>Its size in bytes.</returns>
    public async Task<long> ExportAsync(string name, string path, bool overwrite, CancellationToken ct)
    {
        using var file = TemporaryOutput.Create(path, overwrite);
        await _faults.GuardAsync(() => DownloadAsync(name, file, ct), ct);
        file.Commit();
        return file.Length;
    }

    private async Task<ModelInfo> UploadAsync(InputFile file, bool isPrivate, CancellationToken ct)
    {
        using var call = _server.ImportModel(cancellationToken: ct);
        var chunk = new byte[ChunkBytes];
        try
        {
            for (int count; (count = await file.ReadAsync(chunk, ct)) > 0;)
            {
                var data = UnsafeByteOperations.UnsafeWrap(chunk.AsMemory(0, count));
                await call.RequestStream.WriteAsync(new ModelChunk { Data = data, Private = isPrivate }, ct);
            }
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException)
        {
            // The server has ended the call before it took everything: its reply says why.
        }
        return await call.ResponseAsync;
    }

    private async Task<bool> DownloadAsync(string name, TemporaryOutput file, CancellationToken ct)
    {
        using var call = _server.ExportModel(new ExportModelRequest { Name = name }, cancellationToken: ct);
        while (await call.ResponseStream.MoveNext(ct)) await file.WriteAsync(call.ResponseStream.Current.Data.Memory, ct);
        return true;
    }
}
