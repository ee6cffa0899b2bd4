using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Restoration;

namespace FijiBridge.Engine.Tests.Training.Pairs;

/// <summary>Small image files with blobs, clean and noisy.</summary>
internal static class PairFiles
{
    /// <summary>A 16-bit (or other) stack whose samples <paramref name="sample"/> gives.</summary>
    public static string Write(string path, StackShape shape, Func<PlaneIndex, int, int, double> sample, PixelType type = PixelType.UInt16)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Stacks.Write(shape, type, sample).ToArray());
        return path;
    }

    /// <summary>Two folders, noisy and clean, with <paramref name="count"/> fields of blobs.</summary>
    public static string Folders(string folder, int count, int side = 32, double noise = 60, int frames = 1, int slices = 1)
    {
        for (var field = 0; field < count; field++)
        {
            var shape = new StackShape(side, side, slices: slices, frames: frames);
            var (seed, random) = (field, new RandomSource(field));
            Write(Path.Combine(folder, "clean", $"field{field}.tif"), shape, (index, x, y) => Blobs(seed, x, y + index.Frame + index.Slice));
            Write(Path.Combine(folder, "noisy", $"field{field}.tif"), shape, (index, x, y) => 50 + 0.5 * Blobs(seed, x, y + index.Frame + index.Slice) + noise * random.NextGaussian());
        }
        return folder;
    }

    /// <summary>A smooth scene on a slope, different for each seed, from 400 to about 2500.</summary>
    public static double Blobs(int seed, double x, double y)
    {
        var random = new RandomSource(seed, 7);
        var sum = 400 + 2.3 * x + 1.7 * y;
        for (var i = 0; i < 12; i++)
        {
            var (u, v) = (x - random.Uniform(0, 64), y - random.Uniform(0, 64));
            sum += random.Uniform(300, 1500) * Math.Exp(-(u * u + v * v) / random.Uniform(10, 40));
        }
        return sum;
    }
}
