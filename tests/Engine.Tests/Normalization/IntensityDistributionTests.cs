using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Tests.Normalization;

[TestClass]
public sealed class IntensityDistributionTests
{
    /// <summary>numpy.percentile's definition, on the samples themselves.</summary>
    private static double Percentile(double[] sorted, double percent)
    {
        var rank = percent / 100 * (sorted.Length - 1);
        var low = (int)rank;
        return low + 1 < sorted.Length ? sorted[low] + (rank - low) * (sorted[low + 1] - sorted[low]) : sorted[low];
    }

    private static IntensityDistribution Learn(params Plane[] planes)
    {
        var collector = DistributionCollector.For(planes[0].PixelType);
        foreach (var plane in planes) collector.Add(plane);
        return collector.Complete();
    }

    [TestMethod]
    public void Percentile_FourValues_InterpolatesAsNumpy()
    {
        // numpy.percentile([1, 1, 2, 9], [0, 25, 50, 75, 90, 100]) = 1, 1, 1.5, 3.75, 6.9, 9; mean 3.25, std 3.344772.
        var distribution = new IntensityDistribution([9, 1, 2], [1, 2, 1]);
        double[] expected = [1, 1, 1.5, 3.75, 6.9, 9];
        double[] percents = [0, 25, 50, 75, 90, 100];
        for (var i = 0; i < percents.Length; i++) Assert.AreEqual(expected[i], distribution.Percentile(percents[i]), 1e-12);
        Assert.AreEqual(3.25, distribution.Mean, 1e-12);
        Assert.AreEqual(3.3447720400649127, distribution.StandardDeviation, 1e-12);
    }

    [TestMethod]
    [DataRow(PixelType.UInt8)]
    [DataRow(PixelType.Int8)]
    [DataRow(PixelType.UInt16)]
    [DataRow(PixelType.Int16)]
    public void Collector_SmallIntegers_IsExactOverAllPlanes(PixelType type)
    {
        var (planes, samples) = RandomPlanes(type, planes: 3, size: 40, seed: 7);
        var distribution = Learn(planes);
        foreach (var percent in new[] { 0, 0.1, 3, 50, 99.8, 100 })
            Assert.AreEqual(Percentile(samples, percent), distribution.Percentile(percent), 1e-9);
        AssertMoments(samples, distribution);
    }

    [TestMethod]
    [DataRow(PixelType.UInt32)]
    [DataRow(PixelType.Int32)]
    [DataRow(PixelType.Float32)]
    [DataRow(PixelType.Float64)]
    public void Collector_WideTypes_RankIsWithinTheBoundAndMomentsAreExact(PixelType type)
    {
        var (planes, samples) = RandomPlanes(type, planes: 4, size: 200, seed: 11);
        var distribution = Learn(planes);
        foreach (var percent in new[] { 0.1, 3, 50, 99.8 })
        {
            var value = distribution.Percentile(percent);
            var rank = samples.Count(sample => sample <= value);
            Assert.AreEqual(percent, 100.0 * rank / samples.Length, 0.05);
        }
        Assert.AreEqual(samples[0], distribution.Min);
        Assert.AreEqual(samples[^1], distribution.Max);
        AssertMoments(samples, distribution);
    }

    [TestMethod]
    public void Collector_SmallDeviationOnAHugeOffset_LosesNothing()
    {
        var plane = new Plane(PixelType.Float64, 4, 1);
        plane.WriteRow(0, [1e9 - 1, 1e9 + 1, 1e9 - 1, 1e9 + 1]);
        Assert.AreEqual(1, Learn(plane, plane, plane).StandardDeviation, 1e-9);
    }

    private static (Plane[] Planes, double[] Sorted) RandomPlanes(PixelType type, int planes, int size, int seed)
    {
        var random = new Random(seed);
        var result = new Plane[planes];
        var samples = new List<double>();
        var (min, max) = type.IsInteger() ? type.Range() : (-1e5, 1e5);
        for (var i = 0; i < planes; i++)
        {
            result[i] = new Plane(type, size, size);
            var row = new double[size];
            for (var y = 0; y < size; y++)
            {
                // Most samples lie close together, far from the few that reach over the whole range.
                for (var x = 0; x < size; x++) row[x] = random.Next(50) == 0 ? min + random.NextDouble() * (max - min) : max * (0.3 + 1e-3 * random.NextDouble());
                result[i].WriteRow(y, row);
                result[i].ReadRow(y, row);
                samples.AddRange(row);
            }
        }
        samples.Sort();
        return (result, [.. samples]);
    }

    private static void AssertMoments(double[] samples, IntensityDistribution distribution)
    {
        var mean = samples.Average();
        var deviation = Math.Sqrt(samples.Sum(value => (value - mean) * (value - mean)) / samples.Length);
        Assert.AreEqual(mean, distribution.Mean, 1e-9 * (1 + Math.Abs(mean)));
        Assert.AreEqual(deviation, distribution.StandardDeviation, 1e-9 * deviation);
        Assert.AreEqual(samples.Length, distribution.Count);
    }
}
