using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics.Figures;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>A small picture of a validation, for people who watch a training.</summary>
internal static class PreviewPicture
{
    private const int LargestSide = 128;

    /// <summary>Noisy, restored and clean side by side, in the brightness of the clean one; as PNG.</summary>
    public static byte[] Draw((GreyImage Noisy, GreyImage Restored, GreyImage Target) images)
    {
        var display = new DisplayRange(images.Target.Quantile(0.001), images.Target.Quantile(0.999));
        using var png = new MemoryStream();
        Panel[] panels = [new(Middle(images.Noisy), "noisy", display), new(Middle(images.Restored), "restored", display), new(Middle(images.Target), "clean", display)];
        PngWriter.Write(png, SideBySide.Draw(panels, textScale: 1));
        return png.ToArray();
    }

    private static GreyImage Middle(GreyImage image)
    {
        var (width, height) = (Math.Min(LargestSide, image.Width), Math.Min(LargestSide, image.Height));
        return image.Crop((image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }
}
