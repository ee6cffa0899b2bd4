using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace FijiBridge.Bridge.Client;

/// <summary>A file of a training, and what it is.</summary>
public sealed record FileToTrainOn(TrainingFile File, string Path);

/// <summary>Trains models on a server. It knows the wire contract only.</summary>
public sealed class TrainingClient(GrpcChannel channel, ReconnectPlan? reconnect = null)
{
    private const int ChunkBytes = 512 * 1024;

    private readonly Training.TrainingClient _server = new(channel);
    private readonly ServerFaults _faults = new(channel.Target);
    private readonly ReconnectPlan _reconnect = reconnect ?? ReconnectPlan.Default;

    /// <summary>
    /// Asks whether the server takes the training, sends the files, and follows the run to its end, over as many connections as it takes. Cancelling asks the server to keep the best
    /// network so far, and goes on until that is done.
    /// </summary>
    /// <exception cref="ClientFailure">The training failed or was refused.</exception>
    public async Task<TrainingDone> TrainAsync(
        TrainingSettings settings, IReadOnlyList<FileToTrainOn> files, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        await CheckAsync(settings, files, ct);
        var run = new Run(_server, progress);
        return await FollowAsync(run, () => run.SendAsync(settings, files, ct), ct);
    }

    /// <summary>
    /// Follows the caller's newest run of this name to its end, as <see cref="TrainAsync"/> does; one that was cancelled is taken up again
    /// from its last step, with its own settings.
    /// </summary>
    /// <exception cref="ClientFailure">There is none, it cannot be resumed, or it failed.</exception>
    public async Task<TrainingDone> ResumeAsync(string name, IProgress<TrainingProgress>? progress, CancellationToken ct)
    {
        var run = new Run(_server, progress);
        return await FollowAsync(run, () => run.TakeUpAsync(name, channel.Target), ct);
    }

    // The upload can take an hour: what can be refused before it is.
    private async Task CheckAsync(TrainingSettings settings, IReadOnlyList<FileToTrainOn> files, CancellationToken ct)
    {
        var request = new CheckTrainingRequest { Settings = settings, Files = (ulong)files.Count, Bytes = (ulong)files.Sum(LengthOf) };
        var reply = await _faults.GuardAsync(() => _server.CheckAsync(request, cancellationToken: ct).ResponseAsync, ct);
        if (!reply.Accepted) throw new ClientFailure(ClientFailureKind.Refused, string.Join(" ", reply.Complaints));
    }

    private static long LengthOf(FileToTrainOn file)
    {
        using var input = InputFile.Open(file.Path);
        return input.Length;
    }

    private async Task<TrainingDone> FollowAsync(Run run, Func<Task<TrainingDone>> begin, CancellationToken ct)
    {
        await using var stopping = ct.UnsafeRegister(_ => run.Stop(), null);
        try
        {
            return await ReconnectAsync(run, begin);
        }
        catch (RpcException fault)
        {
            ct.ThrowIfCancellationRequested();
            throw _faults.Describe(fault);
        }
    }

    private async Task<TrainingDone> ReconnectAsync(Run run, Func<Task<TrainingDone>> begin)
    {
        for (var attempt = 0; ;)
        {
            try
            {
                return await (run.IsUploaded ? run.WatchAsync() : begin());
            }
            catch (RpcException broken) when (run.IsUploaded && ServerFaults.IsBrokenConnection(broken))
            {
                if (run.TakeMoved()) attempt = 0;
                if (attempt == _reconnect.Delays.Count) throw;
                await Task.Delay(_reconnect.Delays[attempt++], CancellationToken.None);
            }
        }
    }

    /// <summary>One run, over its connections.</summary>
    private sealed class Run(Training.TrainingClient server, IProgress<TrainingProgress>? progress)
    {
        private string? _id;
        private volatile bool _uploaded;
        private bool _moved;

        public bool IsUploaded => _uploaded && _id is not null;

        public bool TakeMoved() => Interlocked.Exchange(ref _moved, false);

        // Whether the server could be told is seen by what the stream brings.
        public void Stop()
        {
            if (_id is { } id && _uploaded) _ = server.CancelAsync(new CancelTrainingRequest { RunId = id, KeepBest = true });
        }

        public async Task<TrainingDone> SendAsync(TrainingSettings settings, IReadOnlyList<FileToTrainOn> files, CancellationToken ct)
        {
            using var upload = CancellationTokenSource.CreateLinkedTokenSource(ct);
            using var call = server.Train(cancellationToken: CancellationToken.None);
            var sending = UploadAsync(call.RequestStream, settings, files, upload.Token);
            var receiving = ReceiveAsync(call.ResponseStream);
            if (await Task.WhenAny(sending, receiving) == receiving) await upload.CancelAsync();
            try
            {
                await sending;
            }
            catch (Exception refused) when (refused is RpcException or InvalidOperationException)
            {
                // The server has ended the call before it took everything: the replies say why.
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
            }
            if (ct.IsCancellationRequested) Stop();
            return await receiving;
        }

        public async Task<TrainingDone> TakeUpAsync(string name, string address)
        {
            var run = (await server.ListRunsAsync(new ListRunsRequest())).Runs.FirstOrDefault(run => run.Name == name)
                ?? throw new ClientFailure(ClientFailureKind.Refused, $"there is no training {name} of yours on the server {address}");
            if (run.Resumable) await server.ResumeAsync(new ResumeTrainingRequest { RunId = run.RunId });
            (_id, _uploaded) = (run.RunId, true);
            return await WatchAsync();
        }

        public async Task<TrainingDone> WatchAsync()
        {
            using var call = server.Watch(new WatchTrainingRequest { RunId = _id }, cancellationToken: CancellationToken.None);
            return await ReceiveAsync(call.ResponseStream);
        }

        private async Task UploadAsync(IClientStreamWriter<TrainRequest> requests, TrainingSettings settings, IReadOnlyList<FileToTrainOn> files, CancellationToken ct)
        {
            await requests.WriteAsync(new TrainRequest { Settings = settings }, ct);
            foreach (var file in files) await UploadAsync(requests, file, ct);
            await requests.CompleteAsync();
            _uploaded = true;
        }

        private static async Task UploadAsync(IClientStreamWriter<TrainRequest> requests, FileToTrainOn file, CancellationToken ct)
        {
            using var input = InputFile.Open(file.Path);
            await requests.WriteAsync(new TrainRequest { File = file.File }, ct);
            var chunk = new byte[ChunkBytes];
            for (int count; (count = await input.ReadAsync(chunk, ct)) > 0;)
                await requests.WriteAsync(new TrainRequest { Data = UnsafeByteOperations.UnsafeWrap(chunk.AsMemory(0, count)) }, ct);
        }

        private async Task<TrainingDone> ReceiveAsync(IAsyncStreamReader<TrainReply> replies)
        {
            while (await replies.MoveNext(CancellationToken.None))
            {
                var reply = replies.Current;
                _moved = true;
                if (reply.PartCase == TrainReply.PartOneofCase.Done) return reply.Done;
                if (reply.PartCase == TrainReply.PartOneofCase.Accepted) _id = reply.Accepted.RunId;
                else progress?.Report(reply.Progress);
            }
            throw new RpcException(new Status(StatusCode.Unavailable, "the server ended the transfer before the training was done"));
        }
    }
}
