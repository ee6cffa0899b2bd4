using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>Counts every value of an 8- or 16-bit type.</summary>
public sealed class ExactHistogram : DistributionCollector
{
    private readonly long[] _counts;
    private readonly int _lowest;

    public ExactHistogram(PixelType type)
    {
        var (min, max) = type.Range();
        if (max - min > ushort.MaxValue) throw new ArgumentOutOfRangeException(nameof(type), type, "not an 8- or 16-bit type");
        (_lowest, _counts) = ((int)min, new long[(int)(max - min) + 1]);
    }

    public override void Add(Plane plane)
    {
        switch (plane.PixelType)
        {
            case PixelType.UInt8: foreach (var sample in plane.Samples<byte>()) _counts[sample]++; break;
            case PixelType.Int8: foreach (var sample in plane.Samples<sbyte>()) _counts[sample - _lowest]++; break;
            case PixelType.UInt16: foreach (var sample in plane.Samples<ushort>()) _counts[sample]++; break;
            case PixelType.Int16: foreach (var sample in plane.Samples<short>()) _counts[sample - _lowest]++; break;
            default: throw new ArgumentException($"a plane of {plane.PixelType}", nameof(plane));
        }
    }

    public override IntensityDistribution Complete()
    {
        var present = Enumerable.Range(0, _counts.Length).Where(i => _counts[i] > 0).ToArray();
        return new IntensityDistribution([.. present.Select(i => (double)(i + _lowest))], [.. present.Select(i => (double)_counts[i])]);
    }
}
