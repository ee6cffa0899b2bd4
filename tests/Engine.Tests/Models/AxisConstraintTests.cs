using FijiBridge.Engine.Models;

namespace FijiBridge.Engine.Tests.Models;

[TestClass]
public sealed class AxisConstraintTests
{
    [TestMethod]
    public void Tile_ImageThatFitsWithItsHalo_IsOneTileOfTheNextQuantum() =>
        // 512 + 2 * 20 = 552, rounded up to a multiple of 32.
        Assert.AreEqual(576, new AxisConstraint { Min = 64, Step = 16, Halo = 20 }.Tile(512, 704, 16).Tile);

    [TestMethod]
    public void Tile_LargeImage_NeedsNoMoreTilesThanTheLargestWould()
    {
        var constraint = new AxisConstraint { Min = 64, Step = 16, Halo = 20 };
        var tiling = constraint.Tile(1024, 704, 16);
        Assert.HasCount(2, tiling.Cover(1024));
        Assert.IsLessThan(600, tiling.Tile);
    }

    [TestMethod]
    public void Tile_NetworkOfOneSize_HasThatSizeWhateverTheLimit() =>
        Assert.AreEqual(256, new AxisConstraint { Min = 256, Halo = 32 }.Tile(1000, 100, 16).Tile);

    [TestMethod]
    public void Tile_LimitBelowTheSmallest_IsTheSmallest() =>
        Assert.AreEqual(48, new AxisConstraint { Min = 16, Step = 16, Halo = 16 }.Tile(1000, 20, 16).Tile);

    [TestMethod]
    public void Tile_AnyLength_IsASizeThatTheNetworkTakes()
    {
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var constraint = new AxisConstraint { Min = random.Next(1, 100), Step = random.Next(1, 40), Halo = random.Next(0, 60) };
            var (length, limit) = (random.Next(1, 3000), random.Next(16, 800));
            var tiling = constraint.Tile(length, limit, 16);
            Assert.AreEqual(0, (tiling.Tile - constraint.Min) % constraint.Step, $"{constraint}, {length}, {limit}");
            Assert.IsGreaterThanOrEqualTo(constraint.Min, tiling.Tile);
        }
    }
}
