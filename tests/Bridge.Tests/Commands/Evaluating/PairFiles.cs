using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics.Figures;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Commands.Evaluating;

/// <summary>Small pairs of a smooth scene and its noisy recording, the same in every run.</summary>
internal static class PairFiles
{
    public static readonly StackShape Shape = new(40, 30);

    /// <summary>Writes <c>clean-NAME.tif</c> and <c>noisy-NAME.tif</c>, 8 bits.</summary>
    public static void Write(TemporaryFolder folder, string name, StackShape? shape = null, double noise = 20)
    {
        shape ??= Shape;
        var random = new RandomSource(7);
        WriteStack(folder[$"clean-{name}.tif"], shape, Scene);
        WriteStack(folder[$"noisy-{name}.tif"], shape, (x, y, plane) => Scene(x, y, plane) + noise * random.NextGaussian());
    }

    /// <summary>The same pair as 8-bit PNG.</summary>
    public static void WritePng(TemporaryFolder folder, string name)
    {
        var random = new RandomSource(7);
        WritePng(folder[$"clean-{name}.png"], (x, y) => Scene(x, y, 0));
        WritePng(folder[$"noisy-{name}.png"], (x, y) => Scene(x, y, 0) + 20 * random.NextGaussian());
    }

    public static void WriteStack(string path, StackShape shape, Func<int, int, long, double> sample)
    {
        using var file = File.Create(path);
        using var writer = TiffPlaneWriter.Create(file, shape, PixelType.UInt8, StackMetadata.Empty with { PixelSizeX = 0.1, PixelSizeY = 0.1 });
        for (var plane = 0L; plane < shape.PlaneCount; plane++) writer.WritePlane(Image(shape, plane, sample).ToPlane(PixelType.UInt8));
        writer.Complete();
    }

    private static void WritePng(string path, Func<int, int, double> sample)
    {
        using var file = File.Create(path);
        PngWriter.Write(file, Image(Shape, 0, (x, y, _) => sample(x, y)), new DisplayRange(0, 255));
    }

    private static double Scene(int x, int y, long plane) => 125 + 60 * Math.Sin((x + 5 * plane) / 3.1) * Math.Cos(y / 4.7) + 35 * Math.Sin((x + y) / 9.0);

    private static GreyImage Image(StackShape shape, long plane, Func<int, int, long, double> sample)
    {
        var image = new GreyImage(shape.Width, shape.Height);
        for (var y = 0; y < shape.Height; y++)
        for (var x = 0; x < shape.Width; x++)
            image[x, y] = sample(x, y, plane);
        return image;
    }
}
