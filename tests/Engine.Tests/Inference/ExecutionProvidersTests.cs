using System.Text.RegularExpressions;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

[TestClass]
public sealed class ExecutionProvidersTests
{
    [TestMethod]
    public void Probe_AllDevices_TheProcessorWorksAndOthersSayWhyNot()
    {
        var reports = ExecutionProviders.Probe();
        Assert.AreEqual(DeviceKind.Cpu, reports[^1].Kind);
        Assert.IsTrue(reports[^1].Works, reports[^1].Reason);
        StringAssert.Contains(reports[^1].Name, "threads");
        foreach (var report in reports.Where(report => !report.Works))
            StringAssert.Matches(report.Reason, new Regex("install|use |build"), report.ToString());
    }

    [TestMethod]
    public void Measure_Processor_GivesASpeed()
    {
        var report = ExecutionProviders.Measure(ExecutionProviders.Probe(DeviceKind.Cpu));
        Assert.IsTrue(report.MegapixelsPerSecond > 0.01);
    }

    [TestMethod]
    public void Choose_Processor_TriesNothingElse()
    {
        var choice = ExecutionProviders.Choose("CPU");
        Assert.AreEqual(DeviceKind.Cpu, choice.Device.Kind);
        Assert.AreEqual(0, choice.Notices.Count);
    }

    [TestMethod]
    public void Choose_DeviceThatDoesNotWork_FailsWithTheReason()
    {
        var unavailable = OperatingSystem.IsWindows() ? "coreml" : "directml";
        var failure = Assert.ThrowsExactly<EngineFailure>(() => ExecutionProviders.Choose(unavailable));
        Assert.AreEqual(FailureKind.DeviceUnavailable, failure.Kind);
        StringAssert.Contains(failure.Message, "only; use webgpu or cpu");
    }

    [TestMethod]
    public void FirstThatWorks_OfCardsWhoseFirstFails_TakesTheSecondAndTellsWhy()
    {
        var cards = new[] { Card(0), Card(1), Card(2) };
        DeviceReport Attempt(ExecutionProvider card) => new(card.Kind, "a card", card.Card == 1, $"fault {card.Card}") { Card = card.Card };

        var (report, faults) = ExecutionProviders.FirstThatWorks(cards, Attempt);
        Assert.AreEqual(1, report!.Card);
        CollectionAssert.AreEqual(new[] { "fault 0" }, faults.ToArray());

        (report, faults) = ExecutionProviders.FirstThatWorks([cards[0], cards[2]], Attempt);
        Assert.IsNull(report);
        CollectionAssert.AreEqual(new[] { "fault 0", "card 3: fault 2" }, faults.ToArray());

        ExecutionProvider Card(int number) => ExecutionProvider.Of(new DeviceReport(DeviceKind.Cuda, "a card", true, "") { Card = number });
    }

    [TestMethod]
    public void Choose_UnknownName_ListsTheNames()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => ExecutionProviders.Choose("gpu"));
        Assert.AreEqual(FailureKind.BadRequest, failure.Kind);
        StringAssert.Contains(failure.Message, "auto, cpu, webgpu, cuda, tensorrt, directml, coreml");
    }

    [TestMethod]
    public void Difference_WithinAThousandthOfTheLargest_IsNone()
    {
        Assert.IsNull(DeviceProbe.Difference([10, 0], [10.009f, -0.009f]));
        StringAssert.Contains(DeviceProbe.Difference([10, 0], [10, 0.011f]), "computes wrongly");
        StringAssert.Contains(DeviceProbe.Difference([10, 0], [float.NaN, 0]), "computes wrongly");
    }
}
