namespace FijiBridge.Engine.Normalization;

/// <summary>Changes intensities, in double precision and in place, and takes that change back as far as it can be.</summary>
public abstract class IntensityMap
{
    public abstract void Apply(Span<double> values);

    /// <summary>The inverse of <see cref="Apply"/>; what has been cut off stays cut off.</summary>
    public abstract void Undo(Span<double> values);
}

/// <summary>(x - shift) * gain.</summary>
public sealed class AffineMap(double shift, double gain) : IntensityMap
{
    public static AffineMap Identity { get; } = new(0, 1);

    public double Shift { get; } = shift;

    public double Gain { get; } = gain;

    public override void Apply(Span<double> values)
    {
        foreach (ref var value in values) value = (value - Shift) * Gain;
    }

    public override void Undo(Span<double> values)
    {
        foreach (ref var value in values) value = value / Gain + Shift;
    }
}

/// <summary>Any function of one intensity that cannot be taken back.</summary>
public sealed class OneWayMap(Func<double, double> function) : IntensityMap
{
    public override void Apply(Span<double> values)
    {
        foreach (ref var value in values) value = function(value);
    }

    public override void Undo(Span<double> values)
    {
    }
}
