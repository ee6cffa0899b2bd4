using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>
/// The CRC-32C (Castagnoli) of a stream of bytes (RFC 3720, appendix B.4). It tells damage by a disk, not by an enemy, and costs
/// a tenth of what a cryptographic hash does.
/// </summary>
internal struct Crc32C
{
    private uint _inverted;

    /// <summary>Of all bytes appended so far.</summary>
    public readonly uint Value => _inverted;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_inverted;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (var rest in bytes[(words.Length * sizeof(ulong))..]) crc = BitOperations.Crc32C(crc, rest);
        _inverted = ~crc;
    }

    /// <summary>Of everything in a stream, from where it stands.</summary>
    public static async Task<Crc32C> OfAsync(Stream stream, CancellationToken cancellation)
    {
        var (crc, buffer) = (default(Crc32C), new byte[1 << 20]);
        for (int count; (count = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;) crc.Append(buffer.AsSpan(0, count));
        return crc;
    }
}
