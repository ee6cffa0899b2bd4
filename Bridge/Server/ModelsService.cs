using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Auditing;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using FijiBridge.Engine.Models;
using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>The service <c>fijibridge.v1.Models</c>: the catalogue of models, over the wire.</summary>
internal sealed class ModelsService(EngineAccess engine, Spool spool, ServerLimits limits, ILogger<ModelsService> log) : Models.ModelsBase
{
    private const int ChunkBytes = 256 << 10;

    // A check runs the network and may take much memory: one at a time.
    private static readonly SemaphoreSlim Imports = new(1);

    public override Task<ListModelsReply> ListModels(ListModelsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListModelsReply { Models = { engine.Models.List().Where(context.Caller().MaySee).Select(Info) } });

    public override async Task<ModelDetails> GetModel(GetModelRequest request, ServerCallContext context)
    {
        var model = Find(request.Name, context);
        return new ModelDetails { Info = Info(model), RdfYaml = await File.ReadAllTextAsync(model.RdfPath, context.CancellationToken).ConfigureAwait(false) };
    }

    public override async Task<ModelInfo> ImportModel(IAsyncStreamReader<ModelChunk> requestStream, ServerCallContext context)
    {
        var importer = context.Require(Role.Admin, "Importing a model");
        using var place = spool.Rent(0);
        var isPrivate = await ReceiveAsync(requestStream, place.Input, context.CancellationToken).ConfigureAwait(false);
        var archive = place.Input.OpenRead();
        await using var closing = archive.ConfigureAwait(false);
        var model = await ImportAsync(archive, isPrivate ? importer.User : null, context.CancellationToken).ConfigureAwait(false);
        context.About(model.Name);
        log.ModelImported(model.Name, model.Sha256);
        return Info(model);
    }

    public override async Task ExportModel(ExportModelRequest request, IServerStreamWriter<ModelChunk> responseStream, ServerCallContext context)
    {
        var model = Find(request.Name, context);
        using var place = spool.Rent(0);
        using (var result = new GrowingResult(place.Result, () => { }))
        using (var archive = result.OpenWrite(sequential: false))
            engine.Models.Export(model.Name, archive);
        await SendAsync(place.Result, responseStream, context).ConfigureAwait(false);
    }

    public override Task<RemoveModelReply> RemoveModel(RemoveModelRequest request, ServerCallContext context)
    {
        var model = Find(request.Name, context);
        if (model.Owner is null) context.Require(Role.Admin, "Removing a model that is everybody's");
        engine.Models.Remove(model.Name);
        log.ModelRemoved(model.Name);
        return Task.FromResult(new RemoveModelReply());
    }

    private async Task<InstalledModel> ImportAsync(FileStream archive, string? owner, CancellationToken cancellation)
    {
        await Imports.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => engine.Models.Import(archive, owner), cancellation).ConfigureAwait(false);
        }
        finally
        {
            Imports.Release();
        }
    }

    private InstalledModel Find(string name, ServerCallContext context)
    {
        context.About(name);
        return engine.Models.Find(name, context.Caller().MaySee);
    }

    /// <returns>True when the sender keeps the model to themselves.</returns>
    private async Task<bool> ReceiveAsync(IAsyncStreamReader<ModelChunk> chunks, SpoolFile file, CancellationToken cancellation)
    {
        using var reader = new PatientReader<ModelChunk>(chunks, limits.UploadStallTime, cancellation);
        var isPrivate = false;
        while (await reader.NextAsync().ConfigureAwait(false))
        {
            isPrivate |= reader.Current.Private;
            var data = reader.Current.Data;
            if (file.Length + data.Length > limits.MaxModelBytes)
                throw new EngineFailure(FailureKind.LimitExceeded, $"The model is larger than the {limits.MaxModelBytes} bytes that this server takes.");
            file.Write(data.Span, file.Length);
        }
        return isPrivate;
    }

    private async Task SendAsync(SpoolFile file, IServerStreamWriter<ModelChunk> replies, ServerCallContext context)
    {
        var chunk = new byte[ChunkBytes];
        for (long sent = 0; sent < file.Length;)
        {
            var count = await file.ReadAsync(chunk, sent, context.CancellationToken).ConfigureAwait(false);
            var message = new ModelChunk { Data = UnsafeByteOperations.UnsafeWrap(chunk.AsMemory(0, count)) };
            await replies.WriteAsync(message, limits.ReplyStallTime, context).ConfigureAwait(false);
            sent += count;
        }
    }

    private ModelInfo Info(InstalledModel model) => ModelMessages.Info(model, isDefault: model.Name == engine.Models.Default.Name);
}
