using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Demo;

namespace FijiBridge.Bridge.Tests.Commands.Demo;

[TestClass]
public sealed class DemoCommandTests
{
    [TestMethod]
    public async Task Demo_OfASmallSample_WritesItsFilesAndImprovesTheImage()
    {
        using var folder = new TemporaryFolder();
        var (output, error) = (new StringWriter(), new StringWriter());
        var sample = new DemoSample { Side = 64, Frames = 2 };
        Assert.AreEqual(0, await DemoCommand.RunAsync(folder["demo"], sample, new Screen(output, error, IsTerminal: false), CancellationToken.None));
        var names = Directory.EnumerateFiles(folder["demo"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        CollectionAssert.AreEqual(new[] { "noisy.ome.tif", "restored.ome.tif", "side-by-side.png", "truth.ome.tif" }, names);
        var scores = DemoScores.Of(new DemoFiles(folder["demo"]));
        Assert.IsGreaterThan(scores.Noisy.Psnr, scores.Restored.Psnr);
        Assert.IsGreaterThan(scores.Noisy.Ssim, scores.Restored.Ssim);
        StringAssert.Contains(output.ToString(), "PSNR [dB]  SSIM");
        StringAssert.Contains(output.ToString(), folder["demo"]);
    }
}
