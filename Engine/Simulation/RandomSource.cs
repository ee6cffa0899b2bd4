using System.Numerics;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>
/// Random numbers that are the same for the same seed on every platform and in every later version: xoshiro256++ (Blackman and Vigna 2021),
/// its state filled by SplitMix64. Not for secrets.
/// </summary>
public sealed class RandomSource
{
    private ulong _a, _b, _c, _d;
    private double? _spare;

    /// <param name="seed">Any number.</param>
    /// <param name="stream">Independent sequences of one seed: a frame, a cell, a patch.</param>
    public RandomSource(long seed, long stream = 0)
    {
        var state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL ^ Mix((ulong)stream + 0x632BE59BD9B4E019UL));
        (_a, _b, _c, _d) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>A uniform number from 0 (included) to 1 (excluded), with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A uniform number from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public double Uniform(double from, double to) => from + (to - from) * NextDouble();

    /// <summary>A number from <paramref name="from"/> to <paramref name="to"/>, both positive, whose logarithm is uniform: each factor is as likely everywhere.</summary>
    public double LogUniform(double from, double to) => PortableMath.Exp(Uniform(PortableMath.Log(from), PortableMath.Log(to)));

    /// <summary>A uniform integer from 0 to <paramref name="exclusive"/> - 1.</summary>
    public int NextInt(int exclusive) => (int)(((UInt128)NextBits() * (ulong)exclusive) >> 64);

    /// <summary>A standard normal number, by Marsaglia's polar method.</summary>
    public double NextGaussian()
    {
        if (_spare is { } spare)
        {
            _spare = null;
            return spare;
        }
        double u, v, s;
        do (u, v) = (Uniform(-1, 1), Uniform(-1, 1));
        while ((s = u * u + v * v) is >= 1 or 0);
        var scale = Math.Sqrt(-2 * PortableMath.Log(s) / s);
        _spare = v * scale;
        return u * scale;
    }

    internal ulong NextBits()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_a + _d, 23) + _a;
            var shifted = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= shifted;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    private static ulong SplitMix(ref ulong state) => Mix(unchecked(state += 0x9E3779B97F4A7C15UL));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
