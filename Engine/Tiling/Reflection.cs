namespace FijiBridge.Engine.Tiling;

/// <summary>
/// Continues an image beyond its borders by mirroring it at the outermost pixels, which are not repeated
/// (<c>d c b | a b c d | c b a</c>; numpy's <c>reflect</c>, SciPy's <c>mirror</c>).
/// </summary>
public static class Reflection
{
    /// <summary>
    /// The pixel inside 0 .. <paramref name="length"/> - 1 that stands for <paramref name="position"/>, however far outside it
    /// lies: an image that is smaller than its border is mirrored again and again.
    /// </summary>
    public static int Index(long position, int length)
    {
        if (length == 1) return 0;
        var period = 2L * (length - 1);
        var folded = Math.Abs(position) % period;
        return (int)(folded < length ? folded : period - folded);
    }
}
