using FijiBridge.Bridge.Commands;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Bridge.Tests.Commands.Simulating;

[TestClass]
public sealed class SimulateCellsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Cells_TwoSamplesAtThreeTimes_AreASeriesThatTrainingReadsAndAnIndependentOne()
    {
        var run = await Run.Of("simulate", "cells", _folder["series"], "--samples", "2", "--exposures", "1000,20,100", "--size", "64");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        var pairs = PairList.From(_folder["series"]).Pairs;
        CollectionAssert.AreEqual(new[] { "cells1 20 ms", "cells1 100 ms", "cells2 20 ms", "cells2 100 ms" }, pairs.Select(pair => pair.Name).ToArray());
        CollectionAssert.AreEqual(new[] { "cells3", "cells3" }, PairList.From(_folder["series/independent"]).Pairs.Select(pair => Path.GetFileName(pair.Field)).ToArray());
        var (brief, lasting) = (Mean(pairs[0].Noisy), Mean(pairs[0].Clean));
        // Light, without the offset of 100 counts, grows with time.
        Assert.AreEqual(50, (lasting - 100) / (brief - 100), 3);
        Assert.AreNotEqual(Mean(pairs[0].Clean), Mean(pairs[2].Clean));
    }

    [TestMethod]
    [DataRow("--exposures", "20", ExitCodes.WrongUsage, "--exposures 20")]
    [DataRow("--samples", "0", ExitCodes.WrongUsage, "--samples 0")]
    [DataRow("--size", "64", ExitCodes.OutputFailed, "is not empty")]
    public async Task Cells_WhatIsNotPossible_IsOneSentence(string option, string value, int exitCode, string named)
    {
        _folder.Write("series/there.txt");
        var run = await Run.Of("simulate", "cells", _folder["series"], option, value);
        Assert.AreEqual(exitCode, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, named);
    }

    private static double Mean(string path)
    {
        using var reader = TiffPlaneReader.Open(path);
        return GreyImage.From(reader.ReadPlane(default)).Samples.Average();
    }
}
