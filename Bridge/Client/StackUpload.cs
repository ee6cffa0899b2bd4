using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Client;

/// <summary>The upward half of a job: the header, then the file in chunks, over as many connections as it takes.</summary>
internal sealed class StackUpload(InputFile stack, RestoreSettings settings, TransferLog log)
{
    private const int ChunkBytes = 512 * 1024;

    private volatile bool _complete;
    private (string JobId, long Offset) _resumed = ("", 0);

    /// <summary>Everything has been handed to the network.</summary>
    public bool IsComplete => _complete;

    /// <summary>Goes on with an upload that broke off.</summary>
    /// <param name="jobId">The job, as far as it is known; null begins a new one.</param>
    /// <param name="offset">Bytes that the server has.</param>
    public void ResumeAt(string? jobId, long offset)
    {
        (_resumed, _complete) = ((jobId ?? "", offset), false);
        stack.GoTo(offset);
        log.Advance(state => state with { BytesSent = offset });
    }

    /// <exception cref="ClientFailure">The file cannot be read; <paramref name="ended"/> is cancelled so that the call ends.</exception>
    public async Task SendAsync(IClientStreamWriter<RestoreRequest> requests, CancellationTokenSource ended)
    {
        try
        {
            await requests.WriteAsync(new RestoreRequest { Header = Header() });
            var chunk = new byte[ChunkBytes];
            for (int count; (count = await stack.ReadAsync(chunk, ended.Token)) > 0;)
            {
                // A completed write has left the chunk behind, so that it can be filled again.
                await requests.WriteAsync(new RestoreRequest { Data = UnsafeByteOperations.UnsafeWrap(chunk.AsMemory(0, count)) });
                log.Advance(state => state with { BytesSent = state.BytesSent + count });
            }
            await requests.CompleteAsync();
            _complete = true;
        }
        catch (ClientFailure)
        {
            await ended.CancelAsync();
            throw;
        }
    }

    private RestoreHeader Header() => new()
    {
        Settings = settings,
        Stack = stack.Summary,
        FileName = Path.GetFileName(stack.Path),
        ResumeJobId = _resumed.JobId,
        ResumeOffset = (ulong)_resumed.Offset,
    };
}
