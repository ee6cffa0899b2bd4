using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Small stacks whose every sample is different from its neighbours, and the way through writer and reader.</summary>
internal static class Stacks
{
    public static Plane Pattern(PixelType type, StackShape shape, long position)
    {
        var plane = new Plane(type, shape.Width, shape.Height);
        var (min, max) = type.Range();
        var row = new double[shape.Width];
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < row.Length; x++) row[x] = Math.Clamp((x * 7 + y * 31 + position * 101) % 251 - 100, min, max);
            plane.WriteRow(y, row);
        }
        return plane;
    }

    public static byte[] Write(StackShape shape, PixelType type, StackMetadata? metadata = null, TiffWriterOptions? options = null)
    {
        using var stream = new MemoryStream();
        WriteTo(stream, shape, type, metadata, options);
        return stream.ToArray();
    }

    public static void WriteTo(Stream stream, StackShape shape, PixelType type, StackMetadata? metadata = null, TiffWriterOptions? options = null)
    {
        using var writer = TiffPlaneWriter.Create(stream, shape, type, metadata ?? StackMetadata.Empty, options);
        for (long position = 0; position < shape.PlaneCount; position++) writer.WritePlane(Pattern(type, shape, position));
        writer.Complete();
    }

    public static TiffPlaneReader Read(byte[] file, TiffReaderOptions? options = null) => TiffPlaneReader.Open(new MemoryStream(file), options);

    public static void AssertHoldsPattern(TiffPlaneReader reader, PixelType type, StackShape shape)
    {
        Assert.AreEqual(shape, reader.Shape);
        Assert.AreEqual(type, reader.PixelType);
        for (var position = shape.PlaneCount - 1; position >= 0; position--)
            CollectionAssert.AreEqual(Pattern(type, shape, position).Pixels, reader.ReadPlane(shape.PlaneAt(position)).Pixels, $"plane {position}");
    }
}
