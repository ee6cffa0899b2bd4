using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Server;

/// <summary>Opens what a client uploaded, within the limits of the server.</summary>
internal static class StackFile
{
    /// <exception cref="TiffFormatException">The file cannot be read, or is beyond a limit.</exception>
    public static TiffPlaneReader Open(SpoolFile file, ServerLimits limits) => TiffPlaneReader.Open(file.OpenRead(), new TiffReaderOptions
    {
        MaxPlanes = limits.MaxPlanes,
        MaxPixelsPerPlane = limits.MaxPixelsPerPlane,
    });
}
