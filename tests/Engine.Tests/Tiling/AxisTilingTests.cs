using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Tests.Tiling;

[TestClass]
public sealed class AxisTilingTests
{
    [TestMethod]
    public void Cover_TwoTiles_OverlapByTheBlend()
    {
        // Keeps 10, blends 4: tiles start every 6. 16 pixels are exactly two tiles.
        var spans = new AxisTiling(tile: 14, halo: 2, blend: 4).Cover(16);
        CollectionAssert.AreEqual(new[] { new TileSpan(-2, 0, 10, 0, 4), new TileSpan(4, 6, 10, 4, 0) }, spans.ToArray());
    }

    [TestMethod]
    public void Cover_LastTileWouldLeaveTheImage_MovesBackByWholeSteps()
    {
        // Starts at 0 and 6, the second has 5 pixels left of 10: five too many, moved back by 4, the greatest multiple of 2.
        var last = new AxisTiling(tile: 14, halo: 2, step: 2, blend: 4).Cover(11)[^1];
        Assert.AreEqual(new TileSpan(6 - 2 - 4, 6, 5, 4, 0), last);
    }

    [TestMethod]
    public void Cover_OnePixel_IsOneTile() =>
        CollectionAssert.AreEqual(new[] { new TileSpan(-16, 0, 1, 0, 0) }, new AxisTiling(64, 16, blend: 8).Cover(1).ToArray());

    [TestMethod]
    public void Cover_AnySize_WeightsOfEachPixelSumToOne()
    {
        foreach (var test in TileCase.Random(2000))
        {
            var sums = new double[test.Length * test.Axis.Scale];
            foreach (var span in test.Axis.Cover(test.Length))
            {
                var weights = BlendWeights.Of(span, test.Axis.Scale);
                for (var i = 0; i < weights.Length; i++) sums[span.Start * test.Axis.Scale + i] += weights[i];
            }
            foreach (var sum in sums) Assert.AreEqual(1, sum, 1e-6, test.ToString());
        }
    }

    [TestMethod]
    public void Cover_AnySize_KeepsOnlyWhatTheNetworkSawWholly()
    {
        foreach (var test in TileCase.Random(2000, firstSeed: 5000))
        {
            var spans = test.Axis.Cover(test.Length);
            foreach (var span in spans)
            {
                Assert.IsGreaterThanOrEqualTo(test.Axis.Halo, span.Start - span.ReadStart, test.ToString());
                Assert.IsLessThanOrEqualTo(test.Axis.Tile - test.Axis.Halo, span.End - span.ReadStart, test.ToString());
                Assert.IsLessThanOrEqualTo(span.Length, span.OverlapBefore + span.OverlapAfter, test.ToString());
                if (test.Axis.Keep >= test.Axis.Step) Assert.AreEqual(0, (span.ReadStart - spans[0].ReadStart) % test.Axis.Step, test.ToString());
            }
        }
    }

    [TestMethod]
    public void Cover_ManyTiles_AtMostTwoShareAPixel()
    {
        foreach (var test in TileCase.Random(1000, firstSeed: 9000))
        {
            var spans = test.Axis.Cover(test.Length);
            for (var i = 2; i < spans.Count; i++) Assert.IsGreaterThanOrEqualTo(spans[i - 2].End, spans[i].Start, test.ToString());
        }
    }

    [TestMethod]
    public void Constructor_HaloAsWideAsTheTile_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new AxisTiling(tile: 32, halo: 16));
}
