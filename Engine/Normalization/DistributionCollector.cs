using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>Learns the distribution of one channel's intensities from its planes, each seen once, in memory that does not grow.</summary>
public abstract class DistributionCollector
{
    /// <summary>Exact for 8- and 16-bit samples; within a bound for the others (see <see cref="QuantileSketch"/>).</summary>
    public static DistributionCollector For(PixelType type) => type switch
    {
        PixelType.UInt8 or PixelType.Int8 or PixelType.UInt16 or PixelType.Int16 => new ExactHistogram(type),
        _ => new QuantileSketch(),
    };

    /// <summary>Adds all samples of a plane.</summary>
    public abstract void Add(Plane plane);

    /// <summary>What has been learnt so far; at least one plane must have been added.</summary>
    public abstract IntensityDistribution Complete();
}
