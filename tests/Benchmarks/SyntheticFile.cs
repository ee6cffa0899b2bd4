using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Benchmarks;

/// <summary>Files to restore: 16-bit planes of noise around a level that changes from plane to plane.</summary>
internal static class SyntheticFile
{
    public static void Write(string path, int side, int frames)
    {
        var shape = new StackShape(side, side, frames: frames);
        var random = new Random(1);
        var noise = new ushort[side * side];
        for (var i = 0; i < noise.Length; i++) noise[i] = (ushort)random.Next(900, 1100);

        using var file = File.Create(path);
        using var writer = TiffPlaneWriter.Create(file, shape, PixelType.UInt16, StackMetadata.Empty);
        var plane = new Plane(PixelType.UInt16, side, side);
        for (var frame = 0; frame < frames; frame++)
        {
            var samples = plane.Samples<ushort>();
            noise.CopyTo(samples);
            foreach (ref var sample in samples) sample += (ushort)(frame % 1000);
            writer.WritePlane(plane);
        }
        writer.Complete();
    }
}
