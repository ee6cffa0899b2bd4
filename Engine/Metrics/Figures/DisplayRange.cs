using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Figures;

/// <summary>The intensities shown as black and as white, as ImageJ's display range: a straight line between them.</summary>
public readonly record struct DisplayRange(double Black, double White)
{
    /// <summary>From the 0.5 % to the 99.8 % quantile, so that single hot pixels do not darken the picture.</summary>
    public static DisplayRange Of(GreyImage image) => new(image.Quantile(0.005), image.Quantile(0.998));

    /// <summary>The 8-bit grey of an intensity.</summary>
    public byte ToGrey(double intensity)
    {
        var share = (intensity - Black) / Math.Max(White - Black, double.Epsilon);
        return double.IsNaN(share) ? (byte)0 : (byte)Math.Round(255 * Math.Clamp(share, 0, 1));
    }
}
