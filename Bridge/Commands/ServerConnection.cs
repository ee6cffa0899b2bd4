using FijiBridge.Bridge.Client;
using Grpc.Net.Client;

namespace FijiBridge.Bridge.Commands;

/// <summary>The server that a command talks to: one of the lab, or one inside this program that ends with the command.</summary>
internal sealed class ServerConnection(ServerTarget server, IAsyncDisposable? owned) : IAsyncDisposable
{
    public GrpcChannel Channel { get; } = ServerChannel.Open(server);

    /// <param name="server">A server; null starts one inside this program.</param>
    /// <param name="device">Where the server inside this program restores.</param>
    /// <param name="ct">Ends the wait for the server to start.</param>
    public static async Task<ServerConnection> OpenAsync(ServerTarget? server, string device, CancellationToken ct) =>
        server is null ? await LocalServer.StartAsync(device, ct) : new ServerConnection(server, null);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        if (owned is not null) await owned.DisposeAsync();
    }
}
