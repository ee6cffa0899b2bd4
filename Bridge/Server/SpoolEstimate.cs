using FijiBridge.Engine.Images;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiff;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>How many bytes a job will need in the spool, so that it is refused before the upload rather than in the middle of the work.</summary>
internal static class SpoolEstimate
{
    /// <summary>The announced upload and, as far as the announced sizes allow to tell, the uncompressed planes of its result.</summary>
    public static long Of(StackSummary stack, RestoreSettings settings, InstalledModel model)
    {
        var result = ResultBytes(stack, settings, model);
        return (long)UInt128.Min((UInt128)stack.FileBytes + result, long.MaxValue / 2);
    }

    /// <summary>The uncompressed planes of the result of a stack that is here.</summary>
    public static long OfResult(TiffPlaneReader stack, RestoreSettings settings, InstalledModel model)
    {
        var (shape, type) = (stack.Shape, PixelTypeNames.NameOf(stack.PixelType));
        return Of(new StackSummary { Width = (uint)shape.Width, Height = (uint)shape.Height, Frames = (uint)shape.PlaneCount, PixelType = type }, settings, model);
    }

    private static UInt128 ResultBytes(StackSummary stack, RestoreSettings settings, InstalledModel model)
    {
        if (settings.OutputCompression != OutputCompression.None) return 0;
        var bytesPerPixel = settings.OutputType == OutputType.Float32 ? sizeof(float) : PixelTypeNames.Find(stack.PixelType)?.BytesPerSample() ?? 0;
        var scale = (UInt128)model.Constraints.Scale;
        return StackRules.PixelsPerPlane(stack) * StackRules.Planes(stack) * (UInt128)bytesPerPixel * scale * scale;
    }
}
