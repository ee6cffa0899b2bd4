using System.Globalization;
using FijiBridge.Engine.Metrics.Figures;

namespace FijiBridge.Bridge.Commands.Demo;

/// <summary>Noisy, restored and true middle frame side by side, all in the display range of the truth.</summary>
internal static class DemoPicture
{
    public static void Write(DemoFiles files, DemoScores scores)
    {
        var truth = Middle(files.Truth);
        var display = DisplayRange.Of(truth);
        var picture = SideBySide.Draw(
        [
            new Panel(Middle(files.Noisy), Caption("noisy", scores.Noisy), display),
            new Panel(Middle(files.Restored), Caption("restored", scores.Restored), display),
            new Panel(truth, "ground truth", display),
        ]);
        PngWriter.Write(files.Picture, picture);
    }

    private static Engine.Images.GreyImage Middle(string path)
    {
        var frames = DemoScores.Frames(path);
        return frames[frames.Length / 2];
    }

    private static string Caption(string name, DemoScore score) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}\n{score.Psnr:F2} dB / {score.Ssim:F3}");
}
