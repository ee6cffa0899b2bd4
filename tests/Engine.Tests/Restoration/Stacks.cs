using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>Whole stacks as TIFF bytes in memory.</summary>
internal static class Stacks
{
    /// <summary>A TIFF whose samples <paramref name="sample"/> gives.</summary>
    public static MemoryStream Write(StackShape shape, PixelType type, Func<PlaneIndex, int, int, double> sample, StackMetadata? metadata = null, TiffWriterOptions? options = null)
    {
        var stream = new MemoryStream();
        using var writer = TiffPlaneWriter.Create(stream, shape, type, metadata ?? StackMetadata.Empty, options);
        var row = new double[shape.Width];
        foreach (var index in shape.Planes())
        {
            var plane = new Plane(type, shape.Width, shape.Height);
            for (var y = 0; y < shape.Height; y++)
            {
                for (var x = 0; x < row.Length; x++) row[x] = sample(index, x, y);
                plane.WriteRow(y, row);
            }
            writer.WritePlane(plane);
        }
        writer.Complete();
        stream.Position = 0;
        return stream;
    }

    public static double[] Samples(this TiffPlaneReader reader, PlaneIndex index)
    {
        var plane = reader.ReadPlane(index);
        var samples = new double[plane.Width * plane.Height];
        for (var y = 0; y < plane.Height; y++) plane.ReadRow(y, samples.AsSpan(y * plane.Width, plane.Width));
        return samples;
    }

    /// <summary>The filter of the model "smooth" on a whole mirrored plane, in double precision.</summary>
    public static double[] Smooth(double[] plane, int width, int height, double sigma)
    {
        var kernel = Enumerable.Range(-16, 33).Select(d => Math.Exp(-d * d / (2 * sigma * sigma))).ToArray();
        var sum = kernel.Sum();
        var (rows, result) = (new double[plane.Length], new double[plane.Length]);
        for (var i = 0; i < plane.Length; i++)
            for (var d = -16; d <= 16; d++) rows[i] += kernel[d + 16] / sum * plane[i - i % width + Mirrored(i % width + d, width)];
        for (var i = 0; i < plane.Length; i++)
            for (var d = -16; d <= 16; d++) result[i] += kernel[d + 16] / sum * rows[Mirrored(i / width + d, height) * width + i % width];
        return result;
    }

    private static int Mirrored(int i, int length)
    {
        if (length == 1) return 0;
        while (i < 0 || i >= length) i = i < 0 ? -i : 2 * (length - 1) - i;
        return i;
    }
}
