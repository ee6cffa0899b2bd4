using FijiBridge.Engine.Images;

namespace FijiBridge.Bridge.Server;

/// <summary>The pixel types by the names that the wire contract gives them, which are OME's.</summary>
internal static class PixelTypeNames
{
    private static readonly Dictionary<string, PixelType> Types = new()
    {
        ["uint8"] = PixelType.UInt8,
        ["int8"] = PixelType.Int8,
        ["uint16"] = PixelType.UInt16,
        ["int16"] = PixelType.Int16,
        ["uint32"] = PixelType.UInt32,
        ["int32"] = PixelType.Int32,
        ["float"] = PixelType.Float32,
        ["double"] = PixelType.Float64,
    };

    public static string All { get; } = string.Join(", ", Types.Keys);

    public static string NameOf(PixelType type) => Types.Single(pair => pair.Value == type).Key;

    /// <returns>Null for any other name.</returns>
    public static PixelType? Find(string name) => Types.TryGetValue(name, out var type) ? type : null;
}
