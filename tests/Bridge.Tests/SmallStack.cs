using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests;

/// <summary>A small calibrated time-lapse of 16-bit noise around a bright square.</summary>
internal static class SmallStack
{
    public static readonly StackShape Shape = new(40, 30, channels: 1, slices: 2, frames: 3);

    public static string Write(string path, StackShape? shape = null)
    {
        shape ??= Shape;
        var random = new Random(7);
        using var file = File.Create(path);
        using var writer = TiffPlaneWriter.Create(file, shape, PixelType.UInt16, StackMetadata.Empty with { PixelSizeX = 0.25, PixelSizeY = 0.25, FrameInterval = 3 });
        for (var position = 0L; position < shape.PlaneCount; position++) writer.WritePlane(Noise(shape, random));
        writer.Complete();
        return path;
    }

    private static Plane Noise(StackShape shape, Random random)
    {
        var plane = new Plane(PixelType.UInt16, shape.Width, shape.Height);
        var samples = plane.Samples<ushort>();
        for (var i = 0; i < samples.Length; i++)
        {
            var (x, y) = (i % shape.Width, i / shape.Width);
            var inside = x > shape.Width / 4 && x < shape.Width / 2 && y > shape.Height / 4 && y < shape.Height / 2;
            samples[i] = (ushort)(1000 + (inside ? 3000 : 0) + random.Next(-300, 300));
        }
        return plane;
    }
}
