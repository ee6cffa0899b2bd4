using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>A clean plane brought onto its noisy one.</summary>
/// <param name="Target">The clean plane at the place and in the intensities of the noisy one.</param>
/// <param name="Mask">True where it counts; null: everywhere.</param>
/// <param name="Report">What was done; its noise is not yet known.</param>
internal sealed record MatchedPlane(GreyImage Target, bool[]? Mask, PairReport Report);

/// <summary>Finds out how a clean plane lies on its noisy one, moves it there and matches intensities.</summary>
internal sealed class PlaneMatching(PairOptions options)
{
    // Shorter shifts are within what phase correlation of noisy images can tell; moving blurs a little.
    private const double ShortestShift = 0.2;

    // Images of different scenes correlate by chance, seldom by more than this.
    private const double LeastCorrelation = 0.1;
    private const double Sigma = 2;

    private const double MostClipped = 0.5;

    /// <summary>Matches a plane, or the slices of a volume together: they were recorded at once, and some may be empty.</summary>
    /// <returns>One for each slice; null, and <paramref name="leftOut"/> says why, when the two do not make a pair.</returns>
    public IReadOnlyList<MatchedPlane>? Match(string name, IReadOnlyList<GreyImage> noisy, IReadOnlyList<GreyImage> clean, ICollection<LeftOut> leftOut)
    {
        if (IsConstant(name, "noisy", noisy, leftOut) || IsConstant(name, "clean", clean, leftOut)) return null;
        var range = options.MaskClipped ? ClippedRange.Find(GreyImage.Joined(clean)) : new ClippedRange(double.NegativeInfinity, double.PositiveInfinity);
        // Where both are noisy a single sample at the limit is noise: leaving it out would make the others' mean too bright.
        var masks = clean.Select(slice => Array.ConvertAll((options.Noise2Noise ? Smooth(slice) : slice).Samples, range.Contains)).ToList();
        var masked = Share(masks);
        if (masked > MostClipped)
        {
            leftOut.Add(LeftOut.CutOff(name, masked, Ends(range, GreyImage.Joined(clean))));
            return null;
        }
        var (first, second) = (Mean(noisy), Small(Mean(clean)));
        if (!BelongTogether(name, first, second, leftOut)) return null;
        return options.Noise2Noise
            ? [.. clean.Zip(masks, (slice, mask) => new MatchedPlane(slice, Needed(mask), new PairReport(name, default, Moved: false, 1, 0, masked, 0)))]
            : Onto(name, noisy, clean, masks, options.Register ? Registration.Measure(first, second) : default, leftOut);
    }

    private List<MatchedPlane>? Onto(string name, IReadOnlyList<GreyImage> noisy, IReadOnlyList<GreyImage> clean, IReadOnlyList<bool[]> masks, Shift shift, ICollection<LeftOut> leftOut)
    {
        var certain = shift.Confidence >= Registration.Trustworthy;
        if (certain && shift.Length > options.LongestShift)
        {
            leftOut.Add(LeftOut.Shifted(name, shift.Length, options.LongestShift));
            return null;
        }
        var moved = certain && shift.Length > ShortestShift;
        if (moved)
        {
            var (right, down) = (-shift.X * options.Scale, -shift.Y * options.Scale);
            (clean, masks) = ([.. clean.Select(slice => Registration.Move(slice, right, down))], [.. clean.Zip(masks, (slice, mask) => Move(mask, slice.Width, slice.Height, right, down))]);
        }
        var line = options.MatchIntensities ? Line(noisy, clean, masks) : AffineMatching.Identity;
        var report = new PairReport(name, shift, moved, line.Gain, line.Offset, Share(masks), 0);
        return [.. clean.Zip(masks, (slice, mask) => new MatchedPlane(line.Apply(slice), Needed(mask), report))];
    }

    private static GreyImage Mean(IReadOnlyList<GreyImage> slices)
    {
        if (slices is [var plane]) return plane;
        var mean = new GreyImage(slices[0].Width, slices[0].Height);
        foreach (var slice in slices)
            for (var i = 0; i < mean.Samples.Length; i++) mean.Samples[i] += slice.Samples[i] / slices.Count;
        return mean;
    }

    private GreyImage Small(GreyImage clean) => options.Scale == 1 ? clean : Downsampling.Bin(clean, options.Scale);

    private static bool BelongTogether(string name, GreyImage noisy, GreyImage clean, ICollection<LeftOut> leftOut)
    {
        var (first, second) = (Smooth(noisy), Smooth(clean));
        var correlation = Math.Sign(AffineMatching.Fit(first, second).Gain) * Math.Sqrt(Math.Abs(AffineMatching.Fit(first, second).Gain * AffineMatching.Fit(second, first).Gain));
        if (correlation >= LeastCorrelation) return true;
        leftOut.Add(LeftOut.Strangers(name, correlation));
        return false;
    }

    private static GreyImage Smooth(GreyImage image) => GaussianFilter.Apply(image, Sigma);

    private AffineMatching Line(IReadOnlyList<GreyImage> noisy, IReadOnlyList<GreyImage> clean, IReadOnlyList<bool[]> masks)
    {
        var all = GreyImage.Joined(noisy);
        var range = ClippedRange.Find(all);
        return AffineMatching.Fit(Small(GreyImage.Joined(clean)), all, [.. noisy.Zip(masks, (slice, mask) => FitMask(slice, mask, range)).SelectMany(counts => counts)]);
    }

    // What the noisy image lost at its limits would bend the line; so would leaving out single samples that noise has brought there.
    private IEnumerable<bool> FitMask(GreyImage noisy, bool[] mask, ClippedRange range)
    {
        var width = noisy.Width * options.Scale;
        return Smooth(noisy).Samples.Select((sample, i) => range.Contains(sample) && mask[i / noisy.Width * options.Scale * width + i % noisy.Width * options.Scale]);
    }

    // A pixel counts when all pixels from which it was interpolated did; what came from beyond the border does not.
    private static bool[] Move(bool[] mask, int width, int height, double right, double down)
    {
        var moved = new bool[mask.Length];
        var (left, top) = ((int)Math.Floor(-right), (int)Math.Floor(-down));
        bool Counts(int x, int y) => x >= 0 && x < width && y >= 0 && y < height && mask[y * width + x];
        for (var i = 0; i < moved.Length; i++)
        {
            var (x, y) = (i % width + left, i / width + top);
            moved[i] = Counts(x, y) && Counts(x + 1, y) && Counts(x, y + 1) && Counts(x + 1, y + 1);
        }
        return moved;
    }

    private static bool IsConstant(string name, string side, IReadOnlyList<GreyImage> slices, ICollection<LeftOut> leftOut)
    {
        var sample = slices[0].Samples[0];
        if (slices.Any(slice => slice.Samples.AsSpan().ContainsAnyExcept(sample))) return false;
        leftOut.Add(LeftOut.Constant(name, side, sample));
        return true;
    }

    private static double Share(IReadOnlyList<bool[]> masks) => masks.Sum(mask => mask.Count(counts => !counts)) / (double)masks.Sum(mask => mask.Length);

    private static bool[]? Needed(bool[] mask) => mask.AsSpan().Contains(false) ? mask : null;

    private static string Ends(ClippedRange range, GreyImage image) => string.Join(" and ", new[] { (range.Low, image.Samples.Min()), (range.High, image.Samples.Max()) }
        .Where(end => double.IsFinite(end.Item1)).Select(end => $"{end.Item2:0.###}"));
}
