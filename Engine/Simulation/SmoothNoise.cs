namespace FijiBridge.Engine.Simulation;

/// <summary>A smooth random landscape between -1 and 1: random heights on a lattice, joined by smooth steps (value noise), three octaves.</summary>
internal sealed class SmoothNoise(long seed)
{
    private const int Octaves = 3;

    /// <param name="x">Position along X, in pixels.</param>
    /// <param name="y">Position along Y, in pixels.</param>
    /// <param name="period">Distance of the coarsest lattice points, in pixels.</param>
    public double At(double x, double y, double period)
    {
        var (sum, weight, total) = (0.0, 1.0, 0.0);
        for (var octave = 0; octave < Octaves; octave++, weight /= 2, period /= 2)
        {
            sum += weight * Lattice(x / period, y / period, octave);
            total += weight;
        }
        return sum / total;
    }

    private double Lattice(double x, double y, int octave)
    {
        var (left, top) = (Math.Floor(x), Math.Floor(y));
        var (u, v) = (Smooth(x - left), Smooth(y - top));
        var upper = Mix(Height(left, top, octave), Height(left + 1, top, octave), u);
        var lower = Mix(Height(left, top + 1, octave), Height(left + 1, top + 1, octave), u);
        return Mix(upper, lower, v);
    }

    private double Height(double column, double row, int octave)
    {
        var bits = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL ^ (ulong)(long)column * 0xC2B2AE3D27D4EB4FUL
            ^ (ulong)(long)row * 0x165667B19E3779F9UL ^ (ulong)octave * 0x27D4EB2F165667C5UL);
        bits = unchecked((bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9UL);
        bits = unchecked((bits ^ (bits >> 32)) * 0x94D049BB133111EBUL);
        return (bits >> 11) * (2.0 / (1UL << 53)) - 1;
    }

    private static double Smooth(double t) => t * t * (3 - 2 * t);

    private static double Mix(double a, double b, double share) => a + share * (b - a);
}
