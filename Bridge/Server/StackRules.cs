using FijiBridge.Engine;
using FijiBridge.Engine.Models;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>What the server says to a stack before it has seen it. Sizes that a client does not know (0) are not judged.</summary>
internal static class StackRules
{
    public static IEnumerable<Complaint> Complaints(StackSummary stack, InstalledModel? model, ServerLimits limits)
    {
        if (stack.FileBytes > (ulong)limits.MaxUploadBytes)
            yield return Limit($"The file has {stack.FileBytes} bytes, and this server takes at most {limits.MaxUploadBytes}.");
        if (PixelsPerPlane(stack) > (UInt128)limits.MaxPixelsPerPlane)
            yield return Limit($"A plane has {stack.Width} x {stack.Height} pixels, and this server takes at most {limits.MaxPixelsPerPlane}: cut the image into parts.");
        else if (model is { Constraints.Scale: > 1 and var scale } && PixelsPerPlane(stack) * (UInt128)(scale * scale) > (UInt128)limits.MaxPixelsPerPlane)
            yield return Limit($"The result would have {scale} times as many pixels along each side, and a plane may have at most {limits.MaxPixelsPerPlane}.");
        if (Planes(stack) > (UInt128)limits.MaxPlanes)
            yield return Limit($"The stack has {Planes(stack)} planes, and this server takes at most {limits.MaxPlanes}.");
        if (stack.PixelType.Length > 0 && PixelTypeNames.Find(stack.PixelType) is null)
            yield return new Complaint(FailureKind.BadRequest, $"The pixel type {ClientText.Quote(stack.PixelType)} is none of {PixelTypeNames.All}.");
    }

    /// <summary>0 when the client does not know it.</summary>
    public static UInt128 PixelsPerPlane(StackSummary stack) => (UInt128)stack.Width * stack.Height;

    /// <summary>An axis that the client does not know counts as one.</summary>
    public static UInt128 Planes(StackSummary stack) =>
        (UInt128)Math.Max(stack.Channels, 1) * Math.Max(stack.Slices, 1) * Math.Max(stack.Frames, 1);

    private static Complaint Limit(string sentence) => new(FailureKind.LimitExceeded, sentence);
}
