using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Models;

/// <summary>Intensities of a test tensor, scaled as those of a stack are: the tensor is the whole channel.</summary>
internal static class TensorScaling
{
    /// <summary>The distribution of all values.</summary>
    public static IntensityDistribution Distribution(float[] values)
    {
        var collector = DistributionCollector.For(PixelType.Float32);
        var plane = new Plane(PixelType.Float32, values.Length, 1);
        values.CopyTo(plane.Samples<float>());
        collector.Add(plane);
        return collector.Complete();
    }

    /// <summary>The values after a change, which is computed in double precision.</summary>
    public static float[] Through(IntensityChange change, float[] values)
    {
        var exact = Array.ConvertAll(values, value => (double)value);
        change(exact);
        return Array.ConvertAll(exact, value => (float)value);
    }
}
