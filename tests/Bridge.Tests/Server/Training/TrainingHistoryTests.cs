using FijiBridge.Bridge.Server.Training;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Tests.Server.Training;

[TestClass]
public sealed class TrainingHistoryTests
{
    [TestMethod]
    public void Take_BetweenValidations_TheLossIsTheMeanOfTheSteps()
    {
        var history = new TrainingHistory(null);

        history.Take(At(10, loss: 4, score: null));
        history.Take(At(40, loss: 2, score: 30));

        var point = history.Told().Single();
        Assert.AreEqual((40ul, 2.5, 30.0), (point.Step, point.Loss, point.ValidationPsnr));
    }

    [TestMethod]
    public void Open_AfterACrashInTheMiddleOfALine_HoldsAllWholeOnesAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        var history = new TrainingHistory(folder["history"]);
        for (var step = 10; step <= 30; step += 10) history.Take(At(step, 1, 20 + step));
        File.AppendAllText(folder["history"], "\n{ \"step\": \"4");

        // The checkpoint was that of step 20: 30 comes once more.
        new TrainingHistory(folder["history"]).Take(At(30, 1, 77));

        var found = new TrainingHistory(folder["history"]);
        CollectionAssert.AreEqual(new[] { (10ul, 30.0), (20ul, 40.0), (30ul, 77.0) }, found.Told().Select(point => (point.Step, point.ValidationPsnr)).ToArray());
        Assert.AreEqual((30, 77.0), (found.LastStep, found.BestPsnr));
    }

    [TestMethod]
    public void Told_OfManyValidations_IsShortAndEndsWithTheLast()
    {
        var history = new TrainingHistory(null);
        for (var step = 1; step <= 1001; step++) history.Take(At(step, 1, step));

        var told = history.Told();

        Assert.IsLessThanOrEqualTo(200, told.Count);
        Assert.IsGreaterThan(100, told.Count);
        Assert.AreEqual(1001ul, told[^1].Step);
    }

    [TestMethod]
    public void Version_IsAnotherAfterEachValidationAlsoWhereOneComesOnceMore()
    {
        var history = new TrainingHistory(null);
        var seen = new List<int> { history.Version };

        foreach (var step in new[] { 10, 20, 20 })
        {
            history.Take(At(step - 5, 1, score: null));
            Assert.AreEqual(seen[^1], history.Version);
            history.Take(At(step, 1, step));
            seen.Add(history.Version);
        }

        CollectionAssert.AllItemsAreUnique(seen);
    }

    private static RunProgress At(long step, double loss, double? score) =>
        new() { Training = new Engine.Training.TrainingProgress(step, 1000, loss, score, score, TimeSpan.Zero, null), Ssim = 0.5 };
}
