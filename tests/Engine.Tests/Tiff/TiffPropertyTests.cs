using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;
using FsCheck;
using FsCheck.Fluent;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Any stack comes back from any kind of file. FsCheck prints the seed and the smallest failing case.</summary>
[TestClass]
public sealed class TiffPropertyTests
{
    [TestMethod]
    public void Read_WhatWasWritten_IsTheSameForAnyShapeTypeAndFormat() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150),
        Prop.ForAll(Cases().ToArbitrary(), c =>
        {
            using var reader = Stacks.Read(Stacks.Write(c.Shape, c.Type, null, c.Options));
            Stacks.AssertHoldsPattern(reader, c.Type, c.Shape);
        }));

    [TestMethod]
    public void Lzw_AnyBytes_ComeBackFromAnIndependentEncoder() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, 20)).Select(values => values.SelectMany(v => Enumerable.Repeat((byte)v, v + 1)).Prepend((byte)7).ToArray()).ToArbitrary(), pixels =>
        {
            var decoded = new byte[pixels.Length];
            Assert.AreEqual(pixels.Length, FijiBridge.Engine.Tiff.Compression.Lzw.Decode(LzwCodes.Encode(pixels), decoded));
            CollectionAssert.AreEqual(pixels, decoded);
        }));

    private static Gen<(StackShape Shape, PixelType Type, TiffWriterOptions Options)> Cases() =>
        from width in Gen.Choose(1, 40)
        from height in Gen.Choose(1, 40)
        from c in Gen.Choose(1, 3)
        from z in Gen.Choose(1, 3)
        from t in Gen.Choose(1, 3)
        from type in Gen.Elements(Enum.GetValues<PixelType>())
        from format in Gen.Elements(Enum.GetValues<TiffFormat>())
        from compression in Gen.Elements(Enum.GetValues<TiffCompression>())
        from big in Gen.Elements(true, false)
        select (new StackShape(width, height, c, z, t), type, new TiffWriterOptions { Format = format, Compression = compression, AlwaysBigTiff = big });
}
