namespace FijiBridge.Bridge.Commands;

/// <summary>
/// The server inside this program. It stands apart so that commands that only talk to another server never load the engine.
/// </summary>
internal static class LocalServer
{
    public static Task<ServerConnection> StartAsync(string device, CancellationToken ct) =>
        throw new CommandFailure(ExitCodes.NoDevice, $"no server inside this program yet for device {device}: name one with --server");
}
