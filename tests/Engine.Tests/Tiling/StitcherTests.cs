using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Tests.Tiling;

[TestClass]
public sealed class StitcherTests
{
    /// <summary>A network of a given reach: each output pixel is a weighted sum of the pixels around it, anything beyond the tile counts as 1000.</summary>
    private static float[] BlurXY(float[] image, int width, int height, int reach)
    {
        var result = new float[image.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                double sum = 0;
                for (var dy = -reach; dy <= reach; dy++)
                {
                    for (var dx = -reach; dx <= reach; dx++)
                    {
                        var inside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height;
                        sum += (inside ? image[(y + dy) * width + x + dx] : 1000) * (1 + dx + 2 * dy + dx * dy);
                    }
                }
                result[y * width + x] = (float)sum;
            }
        }
        return result;
    }

    private static float[] Restore(Plane plane, AxisTiling y, AxisTiling x, Func<float[], float[]> network)
    {
        var plan = new TilePlan(new StackShape(plane.Width, plane.Height), AxisTiling.OneByOne, y, x);
        var result = new float[plan.Output.Width * plan.Output.Height];
        var stitcher = new Stitcher(plan, (_, row, values) => values.CopyTo(result.AsSpan(row * plan.Output.Width)));
        var reader = new TileReader(plan);
        foreach (var tile in plan.Slab(0))
        {
            var input = new float[y.Tile * x.Tile];
            reader.Read(plane, tile, _ => { }, input);
            stitcher.Add(tile, network(input));
        }
        Assert.AreEqual(0, stitcher.OpenRows);
        return result;
    }

    private static Plane Noise(int seed, int width, int height)
    {
        var random = new Random(seed);
        var plane = new Plane(PixelType.UInt16, width, height);
        foreach (ref var sample in plane.Samples<ushort>()) sample = (ushort)random.Next(0, 1000);
        return plane;
    }

    [TestMethod]
    public void Add_NetworkThatFitsTheHalo_TiledEqualsUntiled()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var (width, height, reach) = (random.Next(1, 70), random.Next(1, 70), random.Next(0, 3));
            var plane = Noise(seed, width, height);
            AxisTiling Whole(int length) => new(length + 2 * reach, reach);
            AxisTiling Part() => new(random.Next(2 * reach + 1, 30), reach, step: random.Next(1, 5), blend: random.Next(0, 9));
            var (wholeY, wholeX, partY, partX) = (Whole(height), Whole(width), Part(), Part());
            var untiled = Restore(plane, wholeY, wholeX, tile => BlurXY(tile, wholeX.Tile, wholeY.Tile, reach));
            var tiled = Restore(plane, partY, partX, tile => BlurXY(tile, partX.Tile, partY.Tile, reach));
            var fullScale = untiled.Max() - untiled.Min();
            for (var i = 0; i < tiled.Length; i++)
                Assert.AreEqual(untiled[i], tiled[i], 1e-6 * fullScale + 1e-3, $"seed {seed}, {width} x {height}, tiles {partX} {partY}");
        }
    }

    [TestMethod]
    public void Add_NetworkThatDoublesTheSize_PutsEachPixelInItsPlace()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var random = new Random(seed);
            var (width, height) = (random.Next(1, 40), random.Next(1, 40));
            var plane = Noise(seed, width, height);
            var (y, x) = (new AxisTiling(12, 2, scale: 2, blend: 3), new AxisTiling(15, 3, scale: 2, outputCrop: 4, blend: 2));
            var result = Restore(plane, y, x, tile => Nearest(tile, y, x));
            for (var i = 0; i < result.Length; i++)
            {
                var expected = plane.Samples<ushort>()[i / (2 * width) / 2 * width + i % (2 * width) / 2];
                Assert.AreEqual(expected, result[i], 1e-3, $"seed {seed}");
            }
        }
    }

    private static float[] Nearest(float[] tile, AxisTiling y, AxisTiling x)
    {
        var result = new float[y.OutputLength * x.OutputLength];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, column) = (i / x.OutputLength + y.OutputCrop, i % x.OutputLength + x.OutputCrop);
            result[i] = tile[row / 2 * x.Tile + column / 2];
        }
        return result;
    }

    [TestMethod]
    public void Add_SlabsOfAVolume_AreBlendedAndFinishedSlicesLeaveFirst()
    {
        var axis = new AxisTiling(6, 1, blend: 2);
        var plan = new TilePlan(new StackShape(3, 2, slices: 9), axis, AxisTiling.OneByOne, new AxisTiling(3, 0));
        var order = new List<int>();
        var stitcher = new Stitcher(plan, (z, y, row) =>
        {
            order.Add(z);
            foreach (var value in row) Assert.AreEqual(z, value, 1e-5);
        });
        for (var slab = 0; slab < plan.SpansZ.Count; slab++)
        {
            foreach (var tile in plan.Slab(slab))
                stitcher.Add(tile, Enumerable.Range(0, 6 * 3).Select(i => (float)(tile.Z.ReadStart + i / 3)).ToArray());
        }
        CollectionAssert.AreEqual(Enumerable.Range(0, 9).ToArray(), order.Distinct().Order().ToArray());
        Assert.HasCount(9 * 2, order);
        CollectionAssert.AreEqual(new[] { 0, 1 }, order.Take(4).Distinct().ToArray());
    }

    [TestMethod]
    public void Add_TallImage_HoldsOnlyTheRowsUnderOneRowOfTiles()
    {
        var plan = new TilePlan(new StackShape(8, 1000), AxisTiling.OneByOne, new AxisTiling(16, 2, blend: 4), new AxisTiling(16, 2, blend: 4));
        var stitcher = new Stitcher(plan, (_, _, _) => { });
        foreach (var tile in plan.Slab(0))
        {
            stitcher.Add(tile, new float[16 * 16]);
            Assert.IsLessThanOrEqualTo(12, stitcher.OpenRows);
        }
    }
}
