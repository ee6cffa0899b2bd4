namespace FijiBridge.Engine.Images;

/// <summary>
/// Elementary functions from additions, multiplications and divisions only, so that every platform computes the same bits
/// (the system's own differ in the last place). Accurate to about 1e-14 relative in the ranges used here.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>e to the power of <paramref name="x"/>: x = k ln 2 + r, and a Taylor series for r.</summary>
    public static double Exp(double x)
    {
        if (x < -700) return 0;
        if (x > 700) return double.PositiveInfinity;
        var power = Math.Floor(x / Ln2 + 0.5);
        var rest = x - power * Ln2;
        var term = 1.0;
        var sum = 1.0;
        for (var n = 1; n < 16; n++) sum += term *= rest / n;
        return Math.ScaleB(sum, (int)power);
    }

    /// <summary>The natural logarithm of a positive number: its exponent, and 2 artanh((m-1)/(m+1)) of its mantissa m.</summary>
    public static double Log(double x)
    {
        if (x <= 0) return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x)) return x;
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951) (mantissa, exponent) = (mantissa / 2, exponent + 1);
        var ratio = (mantissa - 1) / (mantissa + 1);
        var (power, sum) = (ratio, 0.0);
        for (var n = 1; n < 30; n += 2, power *= ratio * ratio) sum += power / n;
        return exponent * Ln2 + 2 * sum;
    }

    /// <summary>The sine of an angle in radians, reduced to a quarter turn and summed as a Taylor series.</summary>
    public static double Sin(double angle)
    {
        var turns = angle / (2 * Math.PI);
        var rest = (turns - Math.Floor(turns + 0.5)) * 2 * Math.PI;
        if (rest > Math.PI / 2) rest = Math.PI - rest;
        if (rest < -Math.PI / 2) rest = -Math.PI - rest;
        var (term, sum) = (rest, rest);
        for (var n = 2; n < 22; n += 2) sum += term *= -rest * rest / (n * (n + 1));
        return sum;
    }

    /// <summary>The cosine of an angle in radians.</summary>
    public static double Cos(double angle) => Sin(angle + Math.PI / 2);

    /// <summary>The direction of (x, y), from -pi to pi; a Taylor series after halving the angle three times.</summary>
    public static double Atan2(double y, double x)
    {
        var length = Math.Sqrt(x * x + y * y);
        if (length == 0) return 0;
        var (c, s) = (x / length, y / length);
        if (c < 0) return (s < 0 ? -Math.PI : Math.PI) - Atan2(s, -c);
        var tangent = s / (1 + c);
        for (var halving = 0; halving < 2; halving++) tangent /= 1 + Math.Sqrt(1 + tangent * tangent);
        var (power, sum) = (tangent, 0.0);
        for (var n = 1; n < 24; n += 2, power *= -tangent * tangent) sum += power / n;
        return 8 * sum;
    }

    /// <summary>The logarithm of k! for k at least 0, from Stirling's series, shifted upwards for small k.</summary>
    public static double LogFactorial(double k)
    {
        var shift = 0.0;
        while (k < 10) shift += Log(++k);
        var inverse = 1 / k;
        var series = inverse * (1.0 / 12 - inverse * inverse * (1.0 / 360 - inverse * inverse * (1.0 / 1260 - inverse * inverse / 1680)));
        return (k + 0.5) * Log(k) - k + 0.91893853320467274178 + series - shift;
    }
}
