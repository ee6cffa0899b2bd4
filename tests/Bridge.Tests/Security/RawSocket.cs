using System.Net;
using System.Net.Sockets;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>A bare connection, from whichever loopback address.</summary>
internal sealed class RawSocket : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private bool _isDead;

    /// <param name="server">Where to.</param>
    /// <param name="from">Where from: on Linux every 127.x.y.z is this machine.</param>
    /// <param name="receiveBytes">What the system takes in before the test reads; 0: its own size.</param>
    public static async Task<RawSocket> OpenAsync(Uri server, string from = "127.0.0.1", int receiveBytes = 0)
    {
        var raw = new RawSocket();
        if (receiveBytes > 0) raw._socket.ReceiveBufferSize = receiveBytes;
        raw._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await raw._socket.ConnectAsync(IPAddress.Loopback, server.Port);
        }
        catch (SocketException)
        {
            // The server was so quick to close it.
            raw._isDead = true;
        }
        return raw;
    }

    /// <returns>False when the server has closed the connection.</returns>
    public async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await _socket.SendAsync(bytes);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Reads until the server closes the connection.</summary>
    /// <returns>How many bytes came.</returns>
    /// <exception cref="TimeoutException">It stayed open.</exception>
    public async Task<long> ReadToEndAsync()
    {
        var buffer = new byte[64 << 10];
        long all = 0;
        try
        {
            for (int count; (count = await _socket.ReceiveAsync(buffer.AsMemory()).AsTask().WaitAsync(Patience)) > 0;) all += count;
        }
        catch (SocketException)
        {
            // Reset is closed too.
        }
        return all;
    }

    /// <summary>True when the server has closed the connection. What it had said before is thrown away.</summary>
    public bool IsClosed
    {
        get
        {
            try
            {
                while (!_isDead && _socket.Available > 0) _socket.Receive(new byte[_socket.Available]);
                return _isDead || (_socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0);
            }
            catch (SocketException)
            {
                return true;
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
