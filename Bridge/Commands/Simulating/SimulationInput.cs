using FijiBridge.Engine;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>Opens the stack that something is made from.</summary>
internal static class SimulationInput
{
    /// <exception cref="EngineFailure">It cannot be read; the sentence names it.</exception>
    public static TiffPlaneReader Open(string path)
    {
        try
        {
            return TiffPlaneReader.Open(path);
        }
        catch (Exception reason) when (reason is TiffFormatException or IOException or UnauthorizedAccessException)
        {
            throw new EngineFailure(FailureKind.BadInput, $"{path} cannot be read: {reason.Message}", reason);
        }
    }
}
