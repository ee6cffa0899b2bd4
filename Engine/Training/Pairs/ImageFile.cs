using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>A TIFF of any kind, or an 8- or 16-bit grey PNG.</summary>
public sealed class ImageFile : IDisposable
{
    private readonly TiffPlaneReader? _tiff;

    private ImageFile(TiffPlaneReader tiff) => (_tiff, Planes) = (tiff, new PlaneSource(tiff.Shape, tiff.PixelType, tiff.ReadPlane));

    private ImageFile(Plane plane) => Planes = PlaneSource.Of(plane);

    /// <summary>The planes; they can be read until the file is disposed.</summary>
    public PlaneSource Planes { get; }

    /// <summary>It is a TIFF, which can be restored as it is.</summary>
    public bool IsTiff => _tiff is not null;

    /// <summary>Everything that is not pixels; of a PNG nothing.</summary>
    public StackMetadata Metadata => _tiff?.Metadata ?? StackMetadata.Empty;

    /// <exception cref="EngineFailure">BadInput: the file cannot be read; the message names it.</exception>
    public static ImageFile Open(string path)
    {
        try
        {
            return IsPng(path) ? new ImageFile(PngReader.Read(path)) : new ImageFile(TiffPlaneReader.Open(path));
        }
        catch (Exception reason) when (reason is TiffFormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new EngineFailure(FailureKind.BadInput, $"{path} cannot be read: {reason.Message}", reason);
        }
    }

    public void Dispose() => _tiff?.Dispose();

    private static bool IsPng(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 0x89 && file.ReadByte() == 'P';
    }
}
