using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Support;

/// <summary>Small images with structure, the same in every run.</summary>
internal static class TestImages
{
    /// <summary>Smooth waves between 30 and 220.</summary>
    public static GreyImage Waves(int width, int height)
    {
        var image = new GreyImage(width, height);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            image[x, y] = 125 + 60 * Math.Sin(x / 3.1) * Math.Cos(y / 4.7) + 35 * Math.Sin((x + y) / 9.0);
        return image;
    }

    /// <summary>The image with white noise of a standard deviation.</summary>
    public static GreyImage WithNoise(GreyImage image, double deviation, long seed = 7)
    {
        var random = new RandomSource(seed);
        return image.Select(sample => sample + deviation * random.NextGaussian());
    }

    public static void AreEqual(GreyImage expected, GreyImage actual, double tolerance)
    {
        Assert.AreEqual((expected.Width, expected.Height), (actual.Width, actual.Height));
        for (var i = 0; i < expected.Samples.Length; i++)
            Assert.AreEqual(expected.Samples[i], actual.Samples[i], tolerance, $"pixel {i % expected.Width}, {i / expected.Width}");
    }

    /// <summary>Writes frames of one size to a TIFF, and makes its folder where there is none.</summary>
    public static void Save(string path, PixelType type, params IReadOnlyList<GreyImage> frames)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        using var writer = TiffPlaneWriter.Create(file, new StackShape(frames[0].Width, frames[0].Height, frames: frames.Count), type, StackMetadata.Empty);
        foreach (var frame in frames) writer.WritePlane(frame.ToPlane(type));
        writer.Complete();
    }
}
