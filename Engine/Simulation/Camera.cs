using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>
/// A scientific camera: counts = offset + gain * (Poisson(photo-electrons) + normal(read noise)), rounded and clipped to the bit depth.
/// So variance = gain * (mean - offset) + (gain * read noise)^2, the photon-transfer line (Janesick 2007), plus 1/12 from rounding.
/// </summary>
public sealed record Camera
{
    /// <summary>Counts for one photo-electron; above 0.</summary>
    public double Gain { get; init; } = 2;

    /// <summary>Counts in the dark.</summary>
    public double Offset { get; init; } = 100;

    /// <summary>Standard deviation of the read noise, in photo-electrons.</summary>
    public double ReadNoise { get; init; } = 1.6;

    /// <summary>Bits of a sample, 1 to 16; brighter pixels are clipped at 2^bits - 1.</summary>
    public int BitDepth { get; init; } = 16;

    /// <summary>The largest count: 2^<see cref="BitDepth"/> - 1.</summary>
    public double White => (1 << BitDepth) - 1;

    /// <summary>8-bit planes up to 8 bits, else 16-bit planes.</summary>
    public PixelType PixelType => BitDepth <= 8 ? PixelType.UInt8 : PixelType.UInt16;

    /// <summary>One exposure. <paramref name="electrons"/> holds the expected photo-electrons of each pixel.</summary>
    public Plane Expose(GreyImage electrons, RandomSource random) =>
        Digitise(electrons.Select(mean => random.Poisson(mean) + ReadNoise * random.NextGaussian()));

    /// <summary>The mean of infinitely many exposures, rounded and clipped as one of them.</summary>
    public Plane ExposeWithoutNoise(GreyImage electrons) => Digitise(electrons);

    /// <summary>Counts of a signal in photo-electrons, rounded and clipped.</summary>
    internal Plane Digitise(GreyImage electrons) =>
        electrons.Select(signal => Math.Clamp(Offset + Gain * signal, 0, White)).ToPlane(PixelType);
}
