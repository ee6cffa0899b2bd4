using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tests.Images;

[TestClass]
public sealed class StackShapeTests
{
    [TestMethod]
    public void PlaneAt_EveryPosition_IsTheInverseOfPosition()
    {
        var shape = new StackShape(4, 3, channels: 2, slices: 3, frames: 5);
        for (var position = 0; position < shape.PlaneCount; position++)
            Assert.AreEqual(position, shape.Position(shape.PlaneAt(position)));
    }

    [TestMethod]
    public void PlaneAt_SecondPosition_IsTheNextChannel() =>
        Assert.AreEqual(new PlaneIndex(1, 0, 0), new StackShape(1, 1, 2, 2, 2).PlaneAt(1));

    [TestMethod]
    public void PlaneAt_OutsideTheStack_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new StackShape(1, 1).PlaneAt(1));

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(2, 3, 6)]
    [DataRow(2, 8, 8)]
    [DataRow(16, 8, 8)]
    public void Spread_FilmOfStacks_TakesPlanesOfTheChannelFromAllDepths(int slices, int frames, int taken)
    {
        var planes = new StackShape(4, 4, channels: 2, slices, frames).Spread(channel: 1, count: 8).ToList();
        Assert.HasCount(taken, planes.Distinct());
        Assert.IsTrue(planes.TrueForAll(index => index.Channel == 1));
        Assert.IsGreaterThanOrEqualTo(Math.Min(slices, 7), planes.Select(index => index.Slice).Distinct().Count());
    }

    [TestMethod]
    public void Constructor_ZeroWidth_Throws() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new StackShape(0, 1));
}
