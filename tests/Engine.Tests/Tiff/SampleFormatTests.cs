using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Samples of every size, each file put together by hand and its values computed by hand.</summary>
[TestClass]
public sealed class SampleFormatTests
{
    [TestMethod]
    public void ReadPlane_OneBit_RowsStartAtWholeBytes() =>
        AssertSamples<byte>(new TiffBuilder().AddPage(3, 2, 1, [[0b1010_0000, 0b0110_0000]]), [1, 0, 1, 0, 1, 1]);

    [TestMethod]
    public void ReadPlane_FourBits_HighNibbleFirst() =>
        AssertSamples<byte>(new TiffBuilder().AddPage(3, 1, 4, [[0x1F, 0x70]]), [1, 15, 7]);

    [TestMethod]
    public void ReadPlane_TwelveBitsPacked_AreUInt16() =>
        AssertSamples<ushort>(new TiffBuilder().AddPage(2, 1, 12, [[0xAB, 0xC1, 0x23]]), [0xABC, 0x123]);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ReadPlane_TenAndFourteenBits_ArePackedHighBitFirstInBothByteOrders(bool bigEndian)
    {
        // 10 bits: 0000000001 1111111110 and padding; 14 bits: 00000000000001 11111111111110 and padding.
        AssertSamples<ushort>(new TiffBuilder(bigEndian).AddPage(2, 1, 10, [[0b00000000, 0b01111111, 0b11100000]]), [1, 1022]);
        AssertSamples<ushort>(new TiffBuilder(bigEndian).AddPage(2, 1, 14, [[0b00000000, 0b00000111, 0b11111111, 0b11100000]]), [1, 16382]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ReadPlane_WholeBytes_FollowTheByteOrder(bool bigEndian)
    {
        var b = new TiffBuilder(bigEndian);
        AssertSamples<ushort>(new TiffBuilder(bigEndian).AddPage(2, 1, 16, [b.Samples(2, 0x1234, 0xFFFE)]), [0x1234, 0xFFFE]);
        AssertSamples<uint>(new TiffBuilder(bigEndian).AddPage(1, 1, 32, [b.Samples(4, 0x12345678)]), [0x12345678]);
        AssertSamples<uint>(new TiffBuilder(bigEndian).AddPage(1, 1, 24, [b.Samples(3, 0x123456)]), [0x123456]);
        AssertSamples<short>(new TiffBuilder(bigEndian).AddPage(2, 1, 16, [b.Samples(2, 0xFFFF, 5)], (339, 3, 2)), [-1, 5]);
        AssertSamples<int>(new TiffBuilder(bigEndian).AddPage(1, 1, 32, [b.Samples(4, 0xFFFFFFFE)], (339, 3, 2)), [-2]);
        AssertSamples<double>(new TiffBuilder(bigEndian).AddPage(1, 1, 64, [b.Samples(8, BitConverter.DoubleToUInt64Bits(-1.25))], (339, 3, 3)), [-1.25]);
        AssertSamples<float>(new TiffBuilder(bigEndian).AddPage(1, 1, 32, [b.Samples(4, BitConverter.SingleToUInt32Bits(0.1f))], (339, 3, 3)), [0.1f]);
    }

    [TestMethod]
    public void ReadPlane_SignedFourBits_AreExtended() =>
        AssertSamples<sbyte>(new TiffBuilder().AddPage(2, 1, 4, [[0x8F]], (339, 3, 2)), [-8, -1]);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ReadPlane_HalfFloats_AreWidened(bool bigEndian)
    {
        var b = new TiffBuilder(bigEndian);
        AssertSamples<float>(new TiffBuilder(bigEndian).AddPage(3, 1, 16, [b.Samples(2, 0x3C00, 0xC000, 0x7C00)], (339, 3, 3)), [1, -2, float.PositiveInfinity]);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ReadPlane_FloatsOf24Bits_AreWidened(bool bigEndian)
    {
        var b = new TiffBuilder(bigEndian);
        // Exponent 63 is 2^0; fraction 0x8000 of 0x10000 is one half; 0x7F with fraction 0 is infinity; exponent 0 is denormal.
        AssertSamples<float>(new TiffBuilder(bigEndian).AddPage(4, 1, 24, [b.Samples(3, 0x3F0000, 0xBF8000, 0x7F0000, 0x000001)], (339, 3, 3)),
            [1, -1.5f, float.PositiveInfinity, MathF.ScaleB(1, -78)]);
    }

    [TestMethod]
    public void ReadPlane_LowBitFirst_IsTurnedRound() =>
        AssertSamples<byte>(new TiffBuilder().AddPage(8, 1, 1, [[0b0000_0101]], (266, 3, 2)), [1, 0, 1, 0, 0, 0, 0, 0]);

    [TestMethod]
    public void ReadPlane_WhiteIsZero_IsInvertedWithANotice()
    {
        var reader = AssertSamples<byte>(new TiffBuilder().AddPage(2, 1, 8, [[0, 250]], (262, 3, 0)), [255, 5]);
        StringAssert.Contains(string.Join('\n', reader.Notices), "White is zero");
    }

    [TestMethod]
    public void ReadPlane_WhiteIsZeroTwelveBits_TurnsAtTheirOwnMaximum() =>
        AssertSamples<ushort>(new TiffBuilder().AddPage(2, 1, 12, [[0x00, 0x0F, 0xFF]], (262, 3, 0)), [4095, 0]);

    [TestMethod]
    public void ReadPlane_Palette_KeepsIndicesAsIntensities()
    {
        var reader = AssertSamples<byte>(new TiffBuilder().AddPage(2, 1, 8, [[3, 200]], (262, 3, 3), (320, 3, new int[768])), [3, 200]);
        StringAssert.Contains(string.Join('\n', reader.Notices), "palette");
    }

    [TestMethod]
    public void ReadPlane_RgbChunky_IsThreeChannels()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(2, 1, 8, [[1, 2, 3, 4, 5, 6]], (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (262, 3, 2)).Build());
        Assert.AreEqual(new StackShape(2, 1, channels: 3), reader.Shape);
        CollectionAssert.AreEqual(new byte[] { 2, 5 }, reader.ReadPlane(new PlaneIndex(1, 0, 0)).Pixels);
    }

    [TestMethod]
    public void ReadPlane_RgbPlanar_IsThreeChannels()
    {
        using var reader = Stacks.Read(new TiffBuilder().AddPage(2, 1, 8, [[1, 4], [2, 5], [3, 6]], (277, 3, 3), (258, 3, new[] { 8, 8, 8 }), (262, 3, 2), (284, 3, 2)).Build());
        CollectionAssert.AreEqual(new byte[] { 3, 6 }, reader.ReadPlane(new PlaneIndex(2, 0, 0)).Pixels);
    }

    [TestMethod]
    [DataRow(64, 1, "64")]
    [DataRow(128, 3, "258")]
    [DataRow(32, 5, "complex")]
    [DataRow(20, 3, "20")]
    public void Open_SamplesThatHaveNoCounterpart_NamesThem(int bits, int format, string named)
    {
        var file = new TiffBuilder().AddPage(1, 1, bits, [new byte[16]], (339, 3, format)).Build();
        StringAssert.Contains(Assert.ThrowsExactly<Engine.Tiff.TiffFormatException>(() => Stacks.Read(file)).Message, named);
    }

    private static Engine.Tiff.TiffPlaneReader AssertSamples<T>(TiffBuilder builder, T[] expected) where T : unmanaged
    {
        using var reader = Stacks.Read(builder.Build());
        CollectionAssert.AreEqual(expected, reader.ReadPlane(default).Samples<T>().ToArray());
        return reader;
    }
}
