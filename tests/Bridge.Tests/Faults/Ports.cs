using System.Net;
using System.Net.Sockets;

namespace FijiBridge.Bridge.Tests.Faults;

internal static class Ports
{
    /// <summary>A port on which nobody listens at this moment.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
