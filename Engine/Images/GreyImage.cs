namespace FijiBridge.Engine.Images;

/// <summary>
/// One plane as 64-bit floating-point samples, <c>[y, x]</c> row by row: what metrics, simulations and training pairs are computed on.
/// </summary>
public sealed class GreyImage
{
    /// <summary>Takes over <paramref name="samples"/>, whose length must be width * height.</summary>
    /// <exception cref="ArgumentException">The array has another length, or a side is below 1.</exception>
    public GreyImage(int width, int height, double[] samples)
    {
        if (width < 1 || height < 1 || samples.LongLength != (long)width * height)
            throw new ArgumentException($"{samples.LongLength} samples are not an image of {width} x {height}", nameof(samples));
        (Width, Height, Samples) = (width, height, samples);
    }

    /// <summary>An image of zeros.</summary>
    public GreyImage(int width, int height)
        : this(width, height, new double[checked(width * height)])
    {
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>All samples, <c>[y, x]</c>.</summary>
    public double[] Samples { get; }

    public double this[int x, int y]
    {
        get => Samples[y * Width + x];
        set => Samples[y * Width + x] = value;
    }

    /// <summary>The samples of a plane, unscaled.</summary>
    public static GreyImage From(Plane plane)
    {
        var image = new GreyImage(plane.Width, plane.Height);
        for (var y = 0; y < plane.Height; y++) plane.ReadRow(y, image.Row(y));
        return image;
    }

    /// <summary>A plane of these samples; integers are rounded and clamped as <see cref="Plane.WriteRow"/> tells.</summary>
    public Plane ToPlane(PixelType type)
    {
        var plane = new Plane(type, Width, Height);
        for (var y = 0; y < Height; y++) plane.WriteRow(y, Row(y));
        return plane;
    }

    public Span<double> Row(int y) => Samples.AsSpan(y * Width, Width);

    /// <summary>A new image of <paramref name="map"/> of each sample.</summary>
    public GreyImage Select(Func<double, double> map) => new(Width, Height, Array.ConvertAll(Samples, sample => map(sample)));

    /// <summary>The rectangle from (<paramref name="left"/>, <paramref name="top"/>), which must lie inside.</summary>
    public GreyImage Crop(int left, int top, int width, int height)
    {
        var crop = new GreyImage(width, height);
        for (var y = 0; y < height; y++) Row(top + y).Slice(left, width).CopyTo(crop.Row(y));
        return crop;
    }

    /// <summary>Images of one size, one below the other; of one image, itself.</summary>
    public static GreyImage Joined(IReadOnlyList<GreyImage> images) => images is [var image]
        ? image
        : new GreyImage(images[0].Width, images.Sum(each => each.Height), [.. images.SelectMany(each => each.Samples)]);

    /// <summary>The sample below which the share <paramref name="fraction"/> (0 to 1) of the samples lies, by linear interpolation.</summary>
    public double Quantile(double fraction)
    {
        var sorted = (double[])Samples.Clone();
        Array.Sort(sorted);
        var position = Math.Clamp(fraction, 0, 1) * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /// <exception cref="ArgumentException">The two images differ in size.</exception>
    internal static void RequireEqualSize(GreyImage first, GreyImage second)
    {
        if (first.Width != second.Width || first.Height != second.Height)
            throw new ArgumentException($"the images differ in size: {first.Width} x {first.Height} and {second.Width} x {second.Height}");
    }
}
