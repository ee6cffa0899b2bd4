using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff;

/// <summary>
/// WhiteIsZero pictures are turned round, so that more means brighter in what the engine and its output hold. Only unsigned integers have
/// an end to turn at; others stay as they are.
/// </summary>
internal static class Inversion
{
    public static bool Applies(PixelType type) => type is PixelType.UInt8 or PixelType.UInt16 or PixelType.UInt32;

    public static void Invert(Plane plane, int bitsPerSample)
    {
        var max = (uint)((1UL << bitsPerSample) - 1);
        switch (plane.PixelType)
        {
            case PixelType.UInt8:
                foreach (ref var v in plane.Pixels.AsSpan()) v = (byte)(max - v);
                break;
            case PixelType.UInt16:
                foreach (ref var v in plane.Samples<ushort>()) v = (ushort)(max - v);
                break;
            case PixelType.UInt32:
                foreach (ref var v in plane.Samples<uint>()) v = max - v;
                break;
        }
    }
}
