using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Figures;
using FijiBridge.Engine.Tests.Support;

namespace FijiBridge.Engine.Tests.Metrics.Figures;

[TestClass]
public sealed class FourPanelFigureTests
{
    private static readonly GreyImage Clean = TestImages.Waves(60, 50);
    private static readonly GreyImage Noisy = TestImages.WithNoise(Clean, 20);

    [TestMethod]
    public void Draw_FourImages_ShowsThemWithInsetAndScaleBar()
    {
        var options = new FourPanelOptions { Inset = new Inset(2, 3, 10, 8), PixelSize = 0.1, Evaluation = new EvaluationOptions { DataRange = 255 } };
        var figure = new FourPanelFigure(Noisy, GaussianFilter.Apply(Noisy, 1), Clean, Clean, options);
        var picture = figure.Draw();
        const int zoom = 7; // 60 pixels at least 384 wide
        Assert.AreEqual(4 * 60 * zoom + 50, picture.Width);
        Assert.AreEqual(Colour.Yellow, At(picture, 10 + 2 * zoom, 10 + 3 * zoom));
        Assert.AreEqual(Colour.White, At(picture, 10 + 8 + 1, 10 + 50 * zoom - 12));
        CollectionAssert.AreEqual(new[] { "ns", "sm", "re", "gt" }, figure.Planes.Select(plane => plane.Name).ToArray());
    }

    [TestMethod]
    public void Constructor_InsetOutside_Throws() => Assert.ThrowsExactly<ArgumentException>(() =>
        new FourPanelFigure(Noisy, Noisy, Noisy, Clean, new FourPanelOptions { Inset = new Inset(55, 0, 10, 10) }));

    [TestMethod]
    public void InsetFinder_OneBrightPlace_ChoosesIt()
    {
        var image = new GreyImage(60, 60);
        for (var x = 31; x < 35; x++) image[x, 42] = 100;
        var inset = InsetFinder.Find(image);
        Assert.IsTrue(inset.Left <= 31 && inset.Left + inset.Width >= 35 && inset.Top <= 42 && inset.Top + inset.Height > 42, $"{inset}");
    }

    private static Colour At(Picture picture, int x, int y)
    {
        var at = 3 * (y * picture.Width + x);
        return new Colour(picture.Pixels[at], picture.Pixels[at + 1], picture.Pixels[at + 2]);
    }
}
