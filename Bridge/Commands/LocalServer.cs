using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Commands;

/// <summary>
/// The server inside this program: the same as <c>serve</c>, on free ports of the loopback interface, for as long as a command runs.
/// It stands apart so that commands that only talk to another server never load the engine.
/// </summary>
internal static class LocalServer
{
    /// <exception cref="CommandFailure">It cannot start: the device does not work, or there is no room for temporary files.</exception>
    public static async Task<ServerConnection> StartAsync(string device, CancellationToken ct)
    {
        var options = new ServerOptions { Host = "127.0.0.1", GrpcPort = 0, WebPort = 0, Device = device };
        try
        {
            var host = await ServerHost.StartAsync(options, logging: null, ct);
            return new ServerConnection(new ServerTarget(host.GrpcAddress), host);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.CannotServe, $"the server inside this program cannot start: {failure.Message}", failure);
        }
    }
}
