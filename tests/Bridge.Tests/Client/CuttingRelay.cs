using System.Net;
using System.Net.Sockets;

namespace FijiBridge.Bridge.Tests.Client;

/// <summary>Passes connections on to a server and cuts the first ones after a number of bytes from there, as a bad network does.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private int _cutsLeft;

    public CuttingRelay(Uri server, int cuts, long afterBytes)
    {
        (_server, _cutsLeft) = (server, cuts);
        _listener.Start();
        _accepting = AcceptAsync(afterBytes);
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Connections cut so far.</summary>
    public int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task AcceptAsync(long afterBytes)
    {
        var connections = new List<Task>();
        while (!_ending.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_ending.Token);
            connections.Add(RelayAsync(client, afterBytes));
        }
        await Task.WhenAll(connections);
    }

    private async Task RelayAsync(TcpClient client, long afterBytes)
    {
        using var server = new TcpClient(_server.Host, _server.Port);
        using (client)
        {
            var up = CopyAsync(client.GetStream(), server.GetStream(), long.MaxValue);
            var down = CopyAsync(server.GetStream(), client.GetStream(), _cutsLeft > 0 ? afterBytes : long.MaxValue);
            if (await Task.WhenAny(up, down) == down && _cutsLeft > 0) (_cutsLeft, Cuts) = (_cutsLeft - 1, Cuts + 1);
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, long atMost)
    {
        var buffer = new byte[16_384];
        try
        {
            for (int count; atMost > 0 && (count = await from.ReadAsync(buffer, _ending.Token)) > 0; atMost -= count)
                await to.WriteAsync(buffer.AsMemory(0, count), _ending.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The other direction has closed the connection.
        }
    }
}
