using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>
/// The intensities at which an image was cut off: below <see cref="Low"/> and above <see cref="High"/> (both included) nothing is known. An
/// extreme value that is at least twice as frequent as the next one, and not rare, is the heap of what was cut.
/// </summary>
internal readonly record struct ClippedRange(double Low, double High)
{
    private const double Rare = 1e-4;

    public static ClippedRange Find(GreyImage image)
    {
        var sorted = (double[])image.Samples.Clone();
        Array.Sort(sorted);
        var (lowest, next) = Heaps(sorted);
        Array.Reverse(sorted);
        var (highest, before) = Heaps(sorted);
        var most = Math.Max(4, Rare * sorted.Length);
        return new ClippedRange(
            lowest > most && lowest > 2 * next ? sorted[^1] : double.NegativeInfinity,
            highest > most && highest > 2 * before ? sorted[0] : double.PositiveInfinity);
    }

    public bool Contains(double intensity) => intensity > Low && intensity < High;

    // How often the first value stands there, and how often the second.
    private static (int First, int Second) Heaps(double[] sorted)
    {
        var first = 0;
        while (first < sorted.Length && sorted[first] == sorted[0]) first++;
        var second = first;
        while (second < sorted.Length && sorted[second] == sorted[first]) second++;
        return (first, second - first);
    }
}
