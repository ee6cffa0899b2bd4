using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server.Training;

/// <summary>What a client of the service Training sends, and how it reads.</summary>
internal static class TrainingCalls
{
    /// <summary>The settings and both files of each field.</summary>
    public static IEnumerable<TrainRequest> Uploaded(TrainingSettings settings, int fields) =>
        [Settings(settings), .. Enumerable.Range(0, fields).SelectMany(field => Pair($"field {field}", TrainingPairs.Tiff(field, clean: false), TrainingPairs.Tiff(field, clean: true)))];

    public static TrainRequest Settings(TrainingSettings settings) => new() { Settings = settings };

    public static IEnumerable<TrainRequest> Pair(string name, byte[] noisy, byte[] clean) => [.. File(name, clean: false, noisy), .. File(name, clean: true, clean)];

    public static IEnumerable<TrainRequest> File(string pair, bool clean, byte[] bytes) =>
        [new TrainRequest { File = new TrainingFile { Pair = pair, Clean = clean } }, new TrainRequest { Data = ByteString.CopyFrom(bytes) }];

    public static async Task<List<TrainReply>> TrainAsync(Protos.V1.Training.TrainingClient training, IEnumerable<TrainRequest> requests)
    {
        using var call = training.Train();
        try
        {
            await SendAsync(call.RequestStream, requests);
        }
        catch (Exception refused) when (refused is RpcException or InvalidOperationException)
        {
            // The replies say why.
        }
        return await AllAsync(call.ResponseStream);
    }

    public static async Task SendAsync(IClientStreamWriter<TrainRequest> stream, IEnumerable<TrainRequest> requests)
    {
        foreach (var request in requests) await stream.WriteAsync(request);
        await stream.CompleteAsync();
    }

    public static async Task<TrainReply> NextAsync(IAsyncStreamReader<TrainReply> replies)
    {
        Assert.IsTrue(await replies.MoveNext(default), "the stream ended");
        return replies.Current;
    }

    public static async Task<List<TrainReply>> AllAsync(IAsyncStreamReader<TrainReply> replies)
    {
        var all = new List<TrainReply>();
        while (await replies.MoveNext(default)) all.Add(replies.Current);
        return all;
    }
}
