using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>What is held while a stack passes does not depend on its length.</summary>
[TestClass]
public sealed class BoundedMemoryTests
{
    [TestMethod]
    public async Task PlaneSource_LongSeries_HoldsNoMoreThanItNeeds()
    {
        using var reader = TiffPlaneReader.Open(Stacks.Write(new StackShape(4, 4, frames: 300), PixelType.UInt8, (index, _, _) => index.Frame % 256));
        var planes = new PlaneSource(reader, atOnce: 3, useful: 5);
        for (var frame = 0; frame < 300; frame++)
        {
            Assert.AreEqual(frame % 256, (await planes.GetAsync(new PlaneIndex(0, 0, frame))).Pixels[0]);
            if (frame + 1 < 300) planes.Announce(new PlaneIndex(0, 0, frame + 1));
            Assert.IsLessThanOrEqualTo(5, planes.Held);
        }
    }

    [TestMethod]
    public async Task PlaneSource_PlaneAskedForAgain_IsTheSameOne()
    {
        using var reader = TiffPlaneReader.Open(Stacks.Write(new StackShape(4, 4, frames: 3), PixelType.UInt8, (_, _, _) => 1));
        var planes = new PlaneSource(reader, atOnce: 2, useful: 2);
        var first = await planes.GetAsync(new PlaneIndex(0, 0, 0));
        await planes.GetAsync(new PlaneIndex(0, 0, 1));
        Assert.AreSame(first, await planes.GetAsync(new PlaneIndex(0, 0, 0)));
        await planes.GetAsync(new PlaneIndex(0, 0, 2));
        await planes.GetAsync(new PlaneIndex(0, 0, 1));
        Assert.AreNotSame(first, await planes.GetAsync(new PlaneIndex(0, 0, 0)));
    }

    [TestMethod]
    public void ResultPlanes_SlicesOfTwoChannelsCrosswise_LeaveInOrderAndAtOnce()
    {
        var shape = new StackShape(2, 1, channels: 2, slices: 3);
        var written = new List<byte>();
        var scaling = new ChannelScaling(IntensityProcessing.None, null);
        var planes = new ResultPlanes(shape, PixelType.UInt8, [scaling, scaling], plane => written.Add(plane.Pixels[0]));
        for (var channel = 0; channel < 2; channel++)
            for (var slice = 0; slice < 3; slice++) planes.Add(new PlaneIndex(channel, slice, 0), 0, [10 * channel + slice, 300]);
        CollectionAssert.AreEqual(new byte[] { 0, 10, 1, 11, 2, 12 }, written);
        Assert.AreEqual(0, planes.Open);
        Assert.AreEqual(0.5, planes.ClampedShare);
        Assert.IsTrue(planes.IsComplete);
    }

    [TestMethod]
    public void ResultPlanes_FrameDoneAgain_WritesEachPlaneOnce()
    {
        var shape = new StackShape(1, 2, slices: 2, frames: 2);
        var written = new List<byte>();
        var planes = new ResultPlanes(shape, PixelType.UInt8, [new ChannelScaling(IntensityProcessing.None, null)], plane => written.Add(plane.Pixels[0]));
        void Add(int slice, int frame, int y) => planes.Add(new PlaneIndex(0, slice, frame), y, [slice + 10 * frame]);
        Add(0, 0, 0);
        Add(0, 0, 1);
        Add(1, 0, 0);
        planes.StartFrameAgain();
        for (var frame = planes.Frame; frame < 2; frame++)
            for (var slice = 0; slice < 2; slice++)
                for (var y = 0; y < 2; y++) Add(slice, frame, y);
        CollectionAssert.AreEqual(new byte[] { 0, 1, 10, 11 }, written);
    }
}
