using FijiBridge.Bridge.Client;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics.Figures;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands.Drawing;

/// <summary>Writes the picture and the stack; each appears under its name only when it is whole.</summary>
internal static class FigureFiles
{
    public static async Task WriteAsync(FigurePanels panels, FigureOptions options, CancellationToken ct)
    {
        if (options.Picture is { } picture)
            await WriteAsync(picture, options.Overwrite, stream => PngWriter.Write(stream, panels.Figure.Draw()), ct);
        await WriteAsync(options.Stack, options.Overwrite, stream => WriteStack(stream, panels), ct);
    }

    // ImageJ shows the names of the panels above its four channels, each with the intensities of the input.
    private static void WriteStack(Stream stream, FigurePanels panels)
    {
        var planes = panels.Figure.Planes;
        var first = planes[0].Image;
        var metadata = StackMetadata.Empty with
        {
            PixelSizeX = panels.Metadata.PixelSizeX, PixelSizeY = panels.Metadata.PixelSizeY, Unit = panels.Metadata.Unit, ChannelNames = [.. planes.Select(plane => plane.Name)],
        };
        var shape = new StackShape(first.Width, first.Height, channels: planes.Count);
        using var writer = TiffPlaneWriter.Create(stream, shape, PixelType.Float32, metadata, new TiffWriterOptions { Format = TiffFormat.ImageJ });
        foreach (var (_, image) in planes) writer.WritePlane(image.ToPlane(PixelType.Float32));
        writer.Complete();
    }

    private static async Task WriteAsync(string path, bool overwrite, Action<Stream> write, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        using var file = TemporaryOutput.Create(path, overwrite);
        await file.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), ct);
        file.Commit();
    }
}
