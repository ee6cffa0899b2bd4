using System.Globalization;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Writes ImageJ's description of a stack: the input's own lines where it had them, with what the stack is now.</summary>
internal static class ImageJDescriptionWriter
{
    private const string Version = "1.53t";

    public static string Write(StackShape shape, StackMetadata metadata)
    {
        var kept = metadata.ImageJ ?? ImageJDescription.Empty;
        var text = ImageJDescription.Empty.With("ImageJ", kept.Text("ImageJ") ?? Version);
        text = Sizes(text, shape);
        foreach (var (key, value) in kept.Lines)
            if (text.Text(key) is null && key is not ("images" or "channels" or "slices" or "frames" or "hyperstack")) text = text.With(key, value);
        return Calibration(Origin(text, metadata.Scale), metadata).ToString();
    }

    private static ImageJDescription Sizes(ImageJDescription text, StackShape shape)
    {
        if (shape.PlaneCount > 1) text = text.With("images", Number(shape.PlaneCount));
        if (shape.Channels > 1) text = text.With("channels", Number(shape.Channels));
        if (shape.Slices > 1) text = text.With("slices", Number(shape.Slices));
        if (shape.Frames > 1) text = text.With("frames", Number(shape.Frames));
        var axes = (shape.Channels > 1 ? 1 : 0) + (shape.Slices > 1 ? 1 : 0) + (shape.Frames > 1 ? 1 : 0);
        return axes > 1 || shape.Channels > 1 || shape.Frames > 1 ? text.With("hyperstack", "true") : text;
    }

    /// <summary>The origin counts pixels.</summary>
    private static ImageJDescription Origin(ImageJDescription text, double scale)
    {
        foreach (var key in new[] { "xorigin", "yorigin" })
            if (scale != 1 && text.Number(key) is { } origin) text = text.With(key, Number(origin * scale));
        return text;
    }

    private static ImageJDescription Calibration(ImageJDescription text, StackMetadata metadata)
    {
        if (text.Text("unit") is null && metadata.PixelSizeX is not null) text = text.With("unit", LengthUnit.ToImageJ(metadata.Unit));
        if (text.Text("spacing") is null && metadata.PixelSizeZ is { } spacing) text = text.With("spacing", Number(spacing));
        if (text.Text("finterval") is null && metadata.FrameInterval is { } interval) text = text.With("finterval", Number(interval));
        return text;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
