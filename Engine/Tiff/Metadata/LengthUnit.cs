namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Units of length: what ImageJ users write, and the symbols of the OME schema.</summary>
internal static class LengthUnit
{
    public const string Micrometre = "µm";

    /// <summary>OME's symbol for a unit as ImageJ has it, or null for a unit that OME does not know.</summary>
    public static string? ToOme(string? imageJUnit) => imageJUnit?.Trim().Replace("\\u00B5", "µ", StringComparison.OrdinalIgnoreCase) switch
    {
        "micron" or "microns" or "um" or "µm" or "μm" or "micrometer" or "micrometre" => Micrometre,
        "nm" or "nanometer" or "nanometre" => "nm",
        "pm" => "pm",
        "mm" or "millimeter" or "millimetre" => "mm",
        "cm" or "centimeter" or "centimetre" => "cm",
        "m" or "meter" or "metre" => "m",
        "km" => "km",
        "inch" or "inches" or "in" => "in",
        "Å" or "A" or "angstrom" => "Å",
        "pixel" or "pixels" => "pixel",
        _ => null,
    };

    /// <summary>What ImageJ's description says for a unit of OME: ASCII only.</summary>
    public static string ToImageJ(string omeUnit) => omeUnit switch
    {
        Micrometre or "μm" => "micron",
        "Å" => "angstrom",
        "in" => "inch",
        _ => omeUnit,
    };

    /// <summary>Millimetres in one of OME's metric units, or null.</summary>
    public static double? Millimetres(string omeUnit) => omeUnit switch
    {
        "pm" => 1e-9,
        "Å" => 1e-7,
        "nm" => 1e-6,
        Micrometre or "μm" => 1e-3,
        "mm" => 1,
        "cm" => 10,
        "in" => 25.4,
        "m" => 1e3,
        "km" => 1e6,
        _ => null,
    };

    /// <summary>Seconds in a unit of time, of OME or ImageJ, or null.</summary>
    public static double? Seconds(string? unit) => unit switch
    {
        null or "s" or "sec" or "" => 1,
        "ms" or "msec" => 1e-3,
        "µs" or "μs" or "us" => 1e-6,
        "ns" => 1e-9,
        "min" => 60,
        "h" or "hour" => 3600,
        "d" => 86400,
        _ => null,
    };
}
