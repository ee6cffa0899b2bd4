using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Server.Training;

/// <summary>Pairs of 16 x 16 pixels: patches are as small, so that ten steps are quick.</summary>
internal static class TrainingPairs
{
    /// <summary>The clean image of a field, or its noisy one, as a TIFF.</summary>
    public static byte[] Tiff(int field, bool clean)
    {
        var noise = new Random(field);
        return Tiff((x, y) => 1000 + 500 * Math.Sin(x * 0.4 + field) + 300 * Math.Cos(y * 0.5) + x + y + (clean ? 0 : 200 * (noise.NextDouble() - 0.5)));
    }

    /// <summary>Made-up cells, 40 x 40 pixels, in much light or in little.</summary>
    public static byte[] Cells(int field, bool clean)
    {
        var (camera, electrons) = (new Camera(), new SyntheticCells(40, 40, field).Frame(0, 0).Select(light => 2 + 24 * light));
        return Tiff(clean ? camera.ExposeWithoutNoise(electrons) : camera.Expose(electrons, new RandomSource(field, 0)));
    }

    public static byte[] Tiff(Func<int, int, double> sample)
    {
        var plane = new Plane(PixelType.UInt16, 16, 16);
        for (var y = 0; y < 16; y++) plane.WriteRow(y, [.. Enumerable.Range(0, 16).Select(x => sample(x, y))]);
        return Tiff(plane);
    }

    private static byte[] Tiff(Plane plane)
    {
        using var stream = new MemoryStream();
        using (var writer = TiffPlaneWriter.Create(stream, new StackShape(plane.Width, plane.Height), plane.PixelType, StackMetadata.Empty, null))
        {
            writer.WritePlane(plane);
            writer.Complete();
        }
        return stream.ToArray();
    }

    /// <summary>A folder with the folders noisy and clean.</summary>
    public static string Folders(string folder, int fields)
    {
        for (var field = 0; field < fields; field++)
        {
            foreach (var side in new[] { "noisy", "clean" })
            {
                Directory.CreateDirectory(Path.Combine(folder, side));
                File.WriteAllBytes(Path.Combine(folder, side, $"{field}.tif"), Tiff(field, side == "clean"));
            }
        }
        return folder;
    }
}
