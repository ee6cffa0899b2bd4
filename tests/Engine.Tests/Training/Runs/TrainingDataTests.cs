using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Tests.Training.Pairs;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Engine.Tests.Training.Runs;

[TestClass]
public sealed class TrainingDataTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow(1, 10, 2, "its last 2 plane(s)")]
    [DataRow(2, 10, 2, "the last 2 plane(s) of each channel")]
    [DataRow(3, 2, 1, "the last 1 plane(s) of each channel")]
    public void Prepare_OneStack_HoldsTheLastPlanesOfEachChannelOut(int channels, int frames, int held, string told)
    {
        var data = Prepare(channels, frames);

        var expected = Enumerable.Range(1, channels).SelectMany(channel => Enumerable.Range(frames - held + 1, held).Select(frame => $"film.tif (channel {channel}, slice 1, frame {frame})"));
        CollectionAssert.AreEqual(expected.ToArray(), data.HeldOut.Select(plane => plane[0].Report.Name).ToArray());
        Assert.HasCount(channels * (frames - held), data.Training);
        StringAssert.Contains(data.HeldOutName, told);
        StringAssert.Contains(data.Notices.Single(), told);
    }

    [TestMethod]
    [DataRow(1, 4, "film.tif has 4 plane(s)")]
    [DataRow(5, 1, "film.tif has 1 plane(s) of each channel")]
    public void Prepare_OneStackOfFewPlanes_IsRefused(int channels, int frames, string complaint) =>
        StringAssert.Contains(Assert.ThrowsExactly<EngineFailure>(() => Prepare(channels, frames)).Message, complaint);

    private TrainingData Prepare(int channels, int frames)
    {
        var film = PairFiles.Write(_folder.At("film.tif"), new StackShape(32, 32, channels, frames: frames), (index, x, y) => PairFiles.Blobs(index.Channel, x + index.Frame, y));
        var request = new TrainingRequest { Pairs = PairList.FromSingles(film), Name = "tiny", Task = TrainingTask.Deblur, Steps = 2, Device = "cpu" };
        return TrainingData.Prepare(request, null, CancellationToken.None);
    }
}
