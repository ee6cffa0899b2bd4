using System.Text;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>
/// The bytes of ImageJ's metadata. A head says "IJIJ" and then for each kind of block its name and how many there are, the blocks follow. The
/// numbers and the UTF-16 text have the byte order of the file. Tag 50838 holds the sizes: of the head, then of each block.
/// </summary>
internal static class ImageJMetadataCodec
{
    private const uint Magic = 0x494A494A;
    private const uint InfoKind = 0x696E666F, LabelKind = 0x6C61626C, RangeKind = 0x72616E67, LutKind = 0x6C757473;
    private const uint RoiKind = 0x726F6920, OverlayKind = 0x6F766572, PropertyKind = 0x70726F70;

    /// <summary>Null where the head or a size contradicts the bytes.</summary>
    public static ImageJMetadata? Decode(ReadOnlySpan<byte> bytes, IReadOnlyList<long> sizes, ByteOrder order)
    {
        if (sizes.Count == 0 || sizes[0] < 4 || sizes[0] > bytes.Length || (sizes[0] - 4) % 8 != 0 || order.UInt32(bytes) != Magic) return null;
        var (metadata, position, block) = (ImageJMetadata.Empty, (int)sizes[0], 1);
        for (var entry = 4; entry < sizes[0]; entry += 8)
        {
            var (kind, count) = (order.UInt32(bytes[entry..]), order.UInt32(bytes[(entry + 4)..]));
            if (count > (uint)(sizes.Count - block)) return null;
            var blocks = new List<byte[]>();
            for (var i = 0; i < count; i++, block++)
            {
                if (sizes[block] < 0 || sizes[block] > bytes.Length - position) return null;
                blocks.Add(bytes.Slice(position, (int)sizes[block]).ToArray());
                position += (int)sizes[block];
            }
            metadata = With(metadata, kind, blocks, order);
        }
        return metadata;
    }

    /// <summary>The two tags in little-endian order; empty where there is nothing to write.</summary>
    public static IEnumerable<OutputField> Encode(ImageJMetadata metadata)
    {
        var kinds = Kinds(metadata).Where(kind => kind.Blocks.Count > 0).ToList();
        if (kinds.Count == 0) yield break;
        using var bytes = new MemoryStream();
        var sizes = new List<int> { 4 + 8 * kinds.Count };
        bytes.Write(BitConverter.GetBytes(Magic));
        foreach (var (kind, blocks) in kinds)
        {
            bytes.Write(BitConverter.GetBytes(kind));
            bytes.Write(BitConverter.GetBytes(blocks.Count));
        }
        foreach (var block in kinds.SelectMany(kind => kind.Blocks))
        {
            sizes.Add(block.Length);
            bytes.Write(block);
        }
        yield return OutputField.Longs(TiffTag.ImageJMetadataByteCounts, sizes);
        yield return OutputField.Bytes(TiffTag.ImageJMetadata, bytes.ToArray());
    }

    private static IEnumerable<(uint Kind, IReadOnlyList<byte[]> Blocks)> Kinds(ImageJMetadata metadata)
    {
        yield return (InfoKind, metadata.Info is { Length: > 0 } info ? [Encoding.Unicode.GetBytes(info)] : []);
        yield return (LabelKind, [.. metadata.Labels.Select(Encoding.Unicode.GetBytes)]);
        yield return (PropertyKind, [.. metadata.Properties.Select(Encoding.Unicode.GetBytes)]);
        yield return (RangeKind, metadata.DisplayRanges.Count > 0 ? [metadata.DisplayRanges.SelectMany(BitConverter.GetBytes).ToArray()] : []);
        yield return (LutKind, metadata.Luts);
        yield return (RoiKind, metadata.Roi is { } roi ? [roi] : []);
        yield return (OverlayKind, metadata.Overlay);
        foreach (var other in metadata.Others.GroupBy(o => o.Kind)) yield return (other.Key, [.. other.Select(o => o.Bytes)]);
    }

    private static ImageJMetadata With(ImageJMetadata metadata, uint kind, List<byte[]> blocks, ByteOrder order)
    {
        if (blocks.Count == 0) return metadata;
        return kind switch
        {
            InfoKind => metadata with { Info = Text(blocks[0], order) },
            LabelKind => metadata with { Labels = [.. blocks.Select(b => Text(b, order))] },
            RangeKind => metadata with { DisplayRanges = Doubles(blocks[0], order) },
            LutKind => metadata with { Luts = [.. blocks.Where(b => b.Length == 768)] },
            RoiKind => metadata with { Roi = blocks[0] },
            OverlayKind => metadata with { Overlay = blocks },
            PropertyKind => metadata with { Properties = [.. blocks.Select(b => Text(b, order))] },
            _ => metadata with { Others = [.. metadata.Others, .. blocks.Select(b => (kind, b))] },
        };
    }

    private static string Text(byte[] bytes, ByteOrder order) =>
        (order.IsBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(bytes, 0, bytes.Length & ~1);

    private static double[] Doubles(byte[] bytes, ByteOrder order)
    {
        var values = new double[bytes.Length / 8];
        for (var i = 0; i < values.Length; i++) values[i] = BitConverter.UInt64BitsToDouble(order.UInt64(bytes.AsSpan(8 * i)));
        return values;
    }
}
