using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Client;

/// <summary>Keeps models as they come; a model's name is the text before the first space of its zip.</summary>
internal sealed class FakeModels : Models.ModelsBase
{
    private readonly SortedDictionary<string, byte[]> _models = new() { ["smooth"] = "smooth built in"u8.ToArray() };

    /// <summary>Lists are asked for in vain.</summary>
    public bool NeverEnds { get; init; }

    /// <summary>Completes when a list was asked for.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async Task<ListModelsReply> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        Asked.TrySetResult();
        if (NeverEnds) await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new ListModelsReply { Models = { _models.Keys.Select(Info) } };
    }

    public override Task<ModelDetails> GetModel(GetModelRequest request, ServerCallContext context)
    {
        Find(request.Name);
        return Task.FromResult(new ModelDetails { Info = Info(request.Name), RdfYaml = "format_version: 0.5.3\nname: smooth\n" });
    }

    public override async Task<ModelInfo> ImportModel(IAsyncStreamReader<ModelChunk> requestStream, ServerCallContext context)
    {
        using var zip = new MemoryStream();
        while (await requestStream.MoveNext(context.CancellationToken)) zip.Write(requestStream.Current.Data.Span);
        var name = System.Text.Encoding.ASCII.GetString(zip.ToArray()).Split(' ')[0];
        if (!_models.TryAdd(name, zip.ToArray())) throw Fault(StatusCode.AlreadyExists, $"there is another model called {name}");
        return Info(name);
    }

    public override async Task ExportModel(ExportModelRequest request, IServerStreamWriter<ModelChunk> responseStream, ServerCallContext context)
    {
        foreach (var part in Find(request.Name).Chunk(4))
            await responseStream.WriteAsync(new ModelChunk { Data = ByteString.CopyFrom(part) });
    }

    public override Task<RemoveModelReply> RemoveModel(RemoveModelRequest request, ServerCallContext context)
    {
        Find(request.Name);
        _models.Remove(request.Name);
        return Task.FromResult(new RemoveModelReply());
    }

    private byte[] Find(string name) =>
        _models.TryGetValue(name, out var zip) ? zip : throw Fault(StatusCode.NotFound, $"there is no model called {name}");

    private static ModelInfo Info(string name) => new()
    {
        Name = name,
        Version = "1.0.0",
        Description = "A Gaussian filter",
        Sha256 = "ab12",
        BuiltIn = name == "smooth",
        IsDefault = name == "smooth",
        Scale = 1,
        Frames = 1,
        Parameters = { new ModelParameter { Name = "sigma", Description = "Width in pixels", DefaultValue = 1, Minimum = 0.1, Maximum = 10 } },
    };

    private static RpcException Fault(StatusCode status, string detail) => new(new Status(status, detail));
}
