using System.Net;
using System.Net.Sockets;

namespace FijiBridge.Benchmarks;

/// <summary>Ports of this machine for servers that are started here.</summary>
internal static class Ports
{
    /// <summary>One that nobody listens on at this moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until somebody listens, a minute at most.</summary>
    /// <exception cref="InvalidOperationException">Nobody does.</exception>
    public static void WaitFor(int port)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            try
            {
                using var probe = new TcpClient("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(50);
            }
        }
        throw new InvalidOperationException("the server did not open its port within a minute");
    }
}
