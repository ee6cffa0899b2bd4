using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FijiBridge.Bridge.Wire.GrpcWeb;

/// <summary>The last frame of a gRPC-Web body: 0x80, the length in 4 bytes (big-endian), then one "name: value" line for each trailer.</summary>
internal static class TrailerFrame
{
    private const byte Flag = 0x80;
    private const int HeaderBytes = 5;

    public static void Write(IBufferWriter<byte> output, IHeaderDictionary trailers)
    {
        var lines = Encoding.Latin1.GetBytes(Lines(trailers));
        var header = output.GetSpan(HeaderBytes);
        header[0] = Flag;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], lines.Length);
        output.Advance(HeaderBytes);
        output.Write(lines);
    }

    private static string Lines(IHeaderDictionary trailers)
    {
        var lines = new StringBuilder();
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
            {
                lines.Append(name.ToLowerInvariant()).Append(": ").Append(value).Append("\r\n");
            }
        }

        return lines.ToString();
    }
}
