using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>
/// Bounds the connections from one address, so that one computer cannot take all that the server has. Those beyond are closed before anything is read.
/// </summary>
internal sealed class ConnectionLimiter(int perAddress)
{
    private const int NetworkBytes = 8;

    private readonly ConcurrentDictionary<IPAddress, int> _open = new();

    public ConnectionDelegate Guard(ConnectionDelegate next) => connection => GuardAsync(connection, next);

    /// <summary>
    /// The address that a limit is for: an IPv4 address, also when it is written as IPv6, or the /64 network that one IPv6 customer has for itself.
    /// </summary>
    internal static IPAddress Origin(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.GetAddressBytes() is not { Length: > 4 } bytes) return address;
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private async Task GuardAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address })
        {
            await next(connection).ConfigureAwait(false);
            return;
        }
        var origin = Origin(address);
        try
        {
            if (_open.AddOrUpdate(origin, 1, (_, count) => count + 1) > perAddress) connection.Abort();
            else await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(origin);
        }
    }

    // Addresses without a connection are not kept: there may be many in a long life.
    private void Leave(IPAddress origin)
    {
        if (_open.AddOrUpdate(origin, 0, (_, count) => count - 1) == 0) _open.TryRemove(new(origin, 0));
    }
}
