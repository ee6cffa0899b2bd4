using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Tests.Normalization;

[TestClass]
public sealed class NormalizerTests
{
    private static ProcessingStep Step(string name, params (string Key, string Value)[] arguments) =>
        new(name, arguments.ToDictionary(argument => argument.Key, argument => (object?)argument.Value));

    private static double[] Through(IntensityChange change, params double[] values)
    {
        change(values);
        return values;
    }

    [TestMethod]
    public void Complete_TwoChannelsOfTwoFrames_ScalesEachChannelByTheWholeStack()
    {
        var shape = new StackShape(1, 1, channels: 2, frames: 2);
        var normalizer = new Normalizer(new IntensityProcessing([Step("scale_range")], []), shape, PixelType.UInt8);
        byte[] samples = [10, 100, 20, 200];
        foreach (var index in shape.Planes())
            normalizer.Measure(new Plane(PixelType.UInt8, 1, 1, [samples[shape.Position(index)]]), index);
        var scalings = normalizer.Complete();
        Assert.AreEqual(0.5, Through(values => scalings[0].Scale(values), 15)[0], 1e-6);
        Assert.AreEqual(0.5, Through(values => scalings[1].Scale(values), 150)[0], 1e-6);
    }

    [TestMethod]
    public void Scale_SecondOperation_SeesWhatTheFirstLeaves()
    {
        // clip to 100, then the range: 300 counts as 100.
        var processing = new IntensityProcessing([Step("clip", ("max", "100")), Step("scale_range")], []);
        var scaling = new ChannelScaling(processing, new IntensityDistribution([0, 50, 300], [1, 1, 1]));
        var values = Through(v => scaling.Scale(v), 50, 300);
        Assert.AreEqual(0.5, values[0], 1e-6);
        Assert.AreEqual(1, values[1], 1e-6);
    }

    [TestMethod]
    public void Restore_NothingSetsTheUnits_UndoesTheScaling()
    {
        var processing = new IntensityProcessing([Step("zero_mean_unit_variance")], [Step("scale_mean_variance"), Step("ensure_dtype")]);
        var scaling = new ChannelScaling(processing, new IntensityDistribution([10, 30], [1, 1]));
        Assert.AreEqual(25, Through(scaling.Restore, 0.5)[0], 1e-4);
    }

    [TestMethod]
    public void Restore_ModelSetsTheUnitsItself_UndoesNothing()
    {
        var processing = new IntensityProcessing(
            [Step("fixed_zero_mean_unit_variance", ("mean", "100"), ("std", "10"))], [Step("scale_linear", ("gain", "10"), ("offset", "100"))]);
        Assert.IsFalse(processing.NeedsStatistics);
        var scaling = new ChannelScaling(processing, null);
        Assert.AreEqual(105, Through(values => { scaling.Scale(values); scaling.Restore(values); }, 105)[0], 1e-9);
    }

    [TestMethod]
    public void Processing_StatisticsOfTheResult_AreRefused()
    {
        var failure = Assert.ThrowsExactly<EngineFailure>(() => new IntensityProcessing([], [Step("scale_range")]));
        StringAssert.Contains(failure.Message, "statistics of the whole result");
    }

    [TestMethod]
    [DataRow(double.NaN, "NaN")]
    [DataRow(double.NegativeInfinity, "-Infinity")]
    [DataRow(1e300, "1E+300")]
    public void Measure_PixelThatIsNoFiniteFloat_IsRefusedWithItsPlace(double value, string name)
    {
        var shape = new StackShape(3, 2, frames: 5);
        var normalizer = new Normalizer(IntensityProcessing.None, shape, PixelType.Float64);
        Assert.IsTrue(normalizer.NeedsMeasuring);
        var plane = new Plane(PixelType.Float64, 3, 2);
        plane.WriteRow(1, [0, value, value]);
        var failure = Assert.ThrowsExactly<EngineFailure>(() => normalizer.Measure(plane, new PlaneIndex(0, 0, 4)));
        Assert.AreEqual(FailureKind.BadInput, failure.Kind);
        StringAssert.Contains(failure.Message, "frame 5 has 2 pixel(s)");
        StringAssert.Contains(failure.Message, $"{name}");
        StringAssert.Contains(failure.Message, "x=1, y=1");
    }

    [TestMethod]
    public void NeedsMeasuring_IntegersWithoutStatistics_IsFalse() =>
        Assert.IsFalse(new Normalizer(IntensityProcessing.None, new StackShape(1, 1), PixelType.UInt32).NeedsMeasuring);
}
