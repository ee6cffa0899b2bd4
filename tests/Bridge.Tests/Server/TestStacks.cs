using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Small stacks as files.</summary>
internal static class TestStacks
{
    /// <summary>The format whose bytes are the same each time; an OME-TIFF carries a new UUID.</summary>
    public static TiffWriterOptions Options { get; } = new() { Format = TiffFormat.ImageJ };

    /// <summary>16-bit planes; pixel (x, y) of frame t is x + 256 y + 7 t, cut to 16 bits.</summary>
    public static byte[] Ramp(int width = 40, int height = 30, int frames = 3)
    {
        var shape = new StackShape(width, height, frames: frames);
        using var file = new MemoryStream();
        using (var writer = TiffPlaneWriter.Create(file, shape, PixelType.UInt16, StackMetadata.Empty, Options))
        {
            foreach (var index in shape.Planes()) writer.WritePlane(RampPlane(shape, index.Frame));
            writer.Complete();
        }
        return file.ToArray();
    }

    private static Plane RampPlane(StackShape shape, int frame)
    {
        var plane = new Plane(PixelType.UInt16, shape.Width, shape.Height);
        var samples = plane.Samples<ushort>();
        for (var i = 0; i < samples.Length; i++) samples[i] = (ushort)(i % shape.Width + 256 * (i / shape.Width) + 7 * frame);
        return plane;
    }
}
