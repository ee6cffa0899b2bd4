using System.Net;
using System.Net.Sockets;

namespace FijiBridge.Bridge.Tests.Client;

/// <summary>Passes connections on to a server and cuts them after a number of bytes, as a bad network does.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Uri _server;
    private readonly Func<int, (long Up, long Down)?> _cutAfter;
    private readonly Task _accepting;
    private int _cuts;

    /// <param name="server">Where the connections lead.</param>
    /// <param name="cutAfter">For the n-th connection: the bytes that pass in each direction, null for all.</param>
    public CuttingRelay(Uri server, Func<int, (long Up, long Down)?> cutAfter)
    {
        (_server, _cutAfter) = (server, cutAfter);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Cuts the first connections after some bytes from the server.</summary>
    public CuttingRelay(Uri server, int cuts, long afterBytes)
        : this(server, connection => connection < cuts ? (long.MaxValue, afterBytes) : null)
    {
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Connections cut so far.</summary>
    public int Cuts => _cuts;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        while (!_ending.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_ending.Token);
            connections.Add(RelayAsync(client, _cutAfter(connections.Count)));
        }
        await Task.WhenAll(connections);
    }

    private async Task RelayAsync(TcpClient client, (long Up, long Down)? cut)
    {
        using var server = new TcpClient(_server.Host, _server.Port);
        using (client)
        {
            var up = CopyAsync(client.GetStream(), server.GetStream(), cut?.Up ?? long.MaxValue);
            var down = CopyAsync(server.GetStream(), client.GetStream(), cut?.Down ?? long.MaxValue);
            if (await await Task.WhenAny(up, down)) Interlocked.Increment(ref _cuts);
        }
    }

    /// <returns>True when it ended because enough had passed.</returns>
    private async Task<bool> CopyAsync(NetworkStream from, NetworkStream to, long atMost)
    {
        var buffer = new byte[16_384];
        try
        {
            for (int count; atMost > 0 && (count = await from.ReadAsync(buffer, _ending.Token)) > 0; atMost -= count)
                await to.WriteAsync(buffer.AsMemory(0, (int)Math.Min(count, atMost)), _ending.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction has closed the connection.
        }
        return atMost <= 0;
    }
}
