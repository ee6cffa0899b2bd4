using FijiBridge.Protos.V1;
using Google.Protobuf;
using Grpc.Core;

namespace FijiBridge.Bridge.Client;

/// <summary>The upward half of a job: the header, then the file in chunks.</summary>
internal sealed class StackUpload(InputFile stack, RestoreSettings settings, TransferLog log)
{
    private const int ChunkBytes = 512 * 1024;

    private volatile bool _complete;

    /// <summary>Everything has been handed to the network.</summary>
    public bool IsComplete => _complete;

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

    private RestoreHeader Header() =>
        new() { Settings = settings, Stack = stack.Summary, FileName = Path.GetFileName(stack.Path) };
}
