using System.IO.Compression;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Tiff.Compression;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Compressed segments and predictors, from bytes worked out by hand or by an encoder of the tests' own.</summary>
[TestClass]
public sealed class CompressionTests
{
    [TestMethod]
    public void PackBits_RunAndLiteral_AreExpanded() =>
        AssertPixels([0xFE, 9, 0x80, 0x01, 3, 4], 32773, [9, 9, 9, 3, 4]);

    [TestMethod]
    public void Lzw_ClearLiteralsAndRepeats_AreExpanded()
    {
        // Clear, 7, 258 (which is 7 7, not yet in the table), 9, end.
        AssertPixels(LzwCodes.Pack(256, 7, 258, 9, 257), 5, [7, 7, 7, 9]);
    }

    [TestMethod]
    public void Lzw_EveryCodeWidth_IsExpanded()
    {
        var random = new Random(3);
        var pixels = new byte[200_000];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.Next(i / 20_000 + 2);
        var decoded = new byte[pixels.Length];
        Assert.AreEqual(pixels.Length, Lzw.Decode(LzwCodes.Encode(pixels), decoded));
        CollectionAssert.AreEqual(pixels, decoded);
    }

    [TestMethod]
    public void Lzw_CodeOutsideTheTable_IsRefused() => AssertRefused(LzwCodes.Pack(256, 7, 300, 257), 5, "LZW");

    [TestMethod]
    public void Lzw_OldBitOrder_IsNamed() => AssertRefused([0, 1, 2, 3, 4, 5], 5, "5.0");

    [TestMethod]
    [DataRow(8)]
    [DataRow(32946)]
    public void Deflate_BothNumbers_AreExpanded(int scheme) => AssertPixels(Zlib([5, 6, 7, 8, 9]), scheme, [5, 6, 7, 8, 9]);

    [TestMethod]
    public void Deflate_Garbage_IsRefused() => AssertRefused([1, 2, 3, 4, 5, 6, 7, 8], 8, "Deflate");

    [TestMethod]
    public void Deflate_TooShort_IsRefused() => AssertRefused(Zlib([1, 2]), 8, "2 bytes");

    [TestMethod]
    [DataRow(50000, "Zstandard")]
    [DataRow(7, "JPEG")]
    [DataRow(4, "CCITT")]
    [DataRow(34712, "JPEG 2000")]
    [DataRow(34887, "LERC")]
    [DataRow(34925, "LZMA")]
    [DataRow(12345, "12345")]
    public void Open_SchemeThatIsNotRead_IsNamed(int scheme, string name) => AssertRefused([1, 2, 3, 4, 5], scheme, name);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void HorizontalPredictor_EverySize_IsUndone(bool bigEndian)
    {
        var b = new TiffBuilder(bigEndian);
        AssertPlane<byte>(new TiffBuilder(bigEndian).AddPage(3, 1, 8, [Zlib([10, 5, 255])], (259, 3, 8), (317, 3, 2)), [10, 15, 14]);
        AssertPlane<ushort>(new TiffBuilder(bigEndian).AddPage(3, 1, 16, [Zlib(b.Samples(2, 1000, 0xFFFF, 300))], (259, 3, 8), (317, 3, 2)), [1000, 999, 1299]);
        AssertPlane<uint>(new TiffBuilder(bigEndian).AddPage(2, 1, 32, [Zlib(b.Samples(4, 70000, 5))], (259, 3, 8), (317, 3, 2)), [70000, 70005]);
        AssertPlane<double>(new TiffBuilder(bigEndian).AddPage(2, 1, 64, [Zlib(b.Samples(8, BitConverter.DoubleToUInt64Bits(1), 0))], (259, 3, 8), (317, 3, 2), (339, 3, 3)), [1, 1]);
    }

    [TestMethod]
    public void HorizontalPredictor_Rgb_TakesDifferencesWithinASample()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(2, 1, 8, [Zlib([1, 2, 3, 10, 20, 30])], (259, 3, 8), (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (262, 3, 2), (317, 3, 2)).Build());
        CollectionAssert.AreEqual(new byte[] { 2, 22 }, reader.ReadPlane(new PlaneIndex(1, 0, 0)).Pixels);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void FloatingPointPredictor_BothByteOrders_HaveTheSameBytes(bool bigEndian)
    {
        // 1.0f is 3F800000 and -2.0f is C0000000: planes 3F C0 | 80 00 | 00 00 | 00 00, then each byte minus the one before it.
        byte[] stored = [0x3F, 0x81, 0xC0, 0x80, 0, 0, 0, 0];
        AssertPlane<float>(new TiffBuilder(bigEndian).AddPage(2, 1, 32, [Zlib(stored)], (259, 3, 8), (317, 3, 3), (339, 3, 3)), [1, -2]);
    }

    [TestMethod]
    public void FloatingPointPredictor_OfIntegers_IsRefused() =>
        Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(new TiffBuilder().AddPage(1, 1, 32, [Zlib(new byte[4])], (259, 3, 8), (317, 3, 3)).Build()));

    [TestMethod]
    public void HorizontalPredictor_OfPackedBits_IsRefused() =>
        Assert.ThrowsExactly<TiffFormatException>(() => Stacks.Read(new TiffBuilder().AddPage(2, 1, 12, [Zlib(new byte[3])], (259, 3, 8), (317, 3, 2)).Build()));

    [TestMethod]
    public void Predictor_WithoutCompression_IsIgnoredAsLibtiffDoes() =>
        AssertPlane<byte>(new TiffBuilder().AddPage(3, 1, 8, [[1, 2, 3]], (317, 3, 2)), [1, 2, 3]);

    [TestMethod]
    public void ReadPlane_SparseSegment_IsZero() =>
        AssertPlane<byte>(new TiffBuilder().AddPage(5, 1, 8, [[]], (259, 3, 8)), [0, 0, 0, 0, 0]);

    private static byte[] Zlib(byte[] pixels)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal)) zlib.Write(pixels);
        return stream.ToArray();
    }

    private static void AssertPixels(byte[] compressed, int scheme, byte[] expected) =>
        AssertPlane(new TiffBuilder().AddPage(expected.Length, 1, 8, [compressed], (259, 3, scheme)), expected);

    private static void AssertPlane<T>(TiffBuilder builder, T[] expected) where T : unmanaged
    {
        using var reader = Stacks.Read(builder.Build());
        CollectionAssert.AreEqual(expected, reader.ReadPlane(default).Samples<T>().ToArray());
    }

    private static void AssertRefused(byte[] compressed, int scheme, string named)
    {
        var file = new TiffBuilder().AddPage(5, 1, 8, [compressed], (259, 3, scheme)).Build();
        var message = Assert.ThrowsExactly<TiffFormatException>(() =>
        {
            using var reader = Stacks.Read(file);
            reader.ReadPlane(default);
        }).Message;
        StringAssert.Contains(message, named);
    }
}
