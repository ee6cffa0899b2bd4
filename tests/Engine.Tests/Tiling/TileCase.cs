using System.Globalization;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Tests.Tiling;

/// <summary>Random axes for property tests. Failures print <see cref="ToString"/>, which is enough to repeat one.</summary>
internal sealed record TileCase(int Seed, int Length, AxisTiling Axis)
{
    public static IEnumerable<TileCase> Random(int count, int firstSeed = 1)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var random = new Random(seed);
            var halo = random.Next(0, 12);
            var scale = random.Next(1, 4);
            var axis = new AxisTiling(2 * halo + random.Next(1, 40), halo, scale, random.Next(0, halo * scale + 1), random.Next(1, 9), random.Next(0, 24));
            yield return new TileCase(seed, random.Next(1, 150), axis);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"seed {Seed}: {Length} pixels, tile {Axis.Tile}, halo {Axis.Halo}, scale {Axis.Scale}, crop {Axis.OutputCrop}, step {Axis.Step}, blend {Axis.Blend}");
}
