using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics.Figures;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Metrics.Figures;

[TestClass]
public sealed class FiguresTests
{
    [TestMethod]
    public void PngWriter_RgbPicture_IsReadByOthers()
    {
        var picture = new Picture(3, 2, new Colour(10, 20, 30));
        picture.Fill(1, 1, 1, 1, Colour.Yellow);
        using var folder = new TemporaryFolder();
        PngWriter.Write(folder.At("p.png"), picture);
        var numbers = Python.Numbers($"from skimage import io\np = io.imread('{folder.At("p.png")}')\nprint(*p.shape, *p.reshape(-1))");
        CollectionAssert.AreEqual(new double[] { 2, 3, 3 }.Concat(picture.Pixels.Select(value => (double)value)).ToArray(), numbers);
    }

    [TestMethod]
    public void PngWriter_GreyImage_IsReadByOthers()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.At("g.png"))) PngWriter.Write(file, new GreyImage(2, 2, [-1, 0, 50, 300]), new DisplayRange(0, 100));
        var numbers = Python.Numbers($"from skimage import io\np = io.imread('{folder.At("g.png")}')\nprint(*p.shape, *p.reshape(-1))");
        CollectionAssert.AreEqual(new double[] { 2, 2, 0, 0, 128, 255 }, numbers);
    }

    [TestMethod]
    public void PngWriter_EndOfFile_IsTheKnownChunk()
    {
        using var output = new MemoryStream();
        PngWriter.Write(output, new Picture(1, 1, Colour.Black));
        CollectionAssert.AreEqual(new byte[] { 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82 }, output.ToArray()[^12..]);
    }

    [TestMethod]
    public void BitmapFont_EveryPrintableCharacter_HasItsOwnGlyph()
    {
        var glyphs = Enumerable.Range(33, 94).Select(code => (char)code).Append('µ').ToDictionary(character => character, Dots);
        Assert.AreEqual(glyphs.Count, glyphs.Values.Distinct().Count());
        Assert.AreEqual(Dots('?'), Dots('\u4e2d'));
        Assert.IsFalse(Dots(' ').Contains('#'));
    }

    [TestMethod]
    public void SideBySide_TwoPanels_StandInARowOverTheirCaptions()
    {
        var image = new GreyImage(40, 30).Select(_ => 1);
        var picture = SideBySide.Draw([new Panel(image, "a", new DisplayRange(0, 2)), new Panel(image, "b\nc", new DisplayRange(0, 1))]);
        Assert.AreEqual(40 * 2 + 3 * 12, picture.Width);
        Assert.AreEqual(128, picture.Pixels[3 * (12 * picture.Width + 12)]);
        Assert.AreEqual(255, picture.Pixels[3 * (12 * picture.Width + 12 + 40 + 12)]);
        Assert.IsTrue(picture.Pixels.AsSpan(3 * 45 * picture.Width).Contains((byte)0), "captions in black");
    }

    [TestMethod]
    public void Picture_DrawnOutside_IsCutOff()
    {
        var picture = new Picture(2, 2, Colour.White);
        picture.Fill(-5, -5, 6, 6, Colour.Black);
        picture.Write("W", 1, 1, Colour.Black);
        Assert.AreEqual(0, picture.Pixels[0]);
        Assert.AreEqual(255, picture.Pixels[3]);
    }

    private static string Dots(char character) => string.Concat(Enumerable.Range(0, BitmapFont.Height * BitmapFont.Width)
        .Select(dot => BitmapFont.IsInk(character, dot % BitmapFont.Width, dot / BitmapFont.Width) ? '#' : '.'));
}
