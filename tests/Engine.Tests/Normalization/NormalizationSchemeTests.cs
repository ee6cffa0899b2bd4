using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Tests.Normalization;

[TestClass]
public sealed class NormalizationSchemeTests
{
    // numpy: mean 30, population standard deviation 14.142135623730951, percentiles 10 and 90 are 14 and 46.
    private static readonly IntensityDistribution Channel = new([10, 20, 30, 40, 50], [1, 1, 1, 1, 1]);

    private static ProcessingStep Step(string name, params (string Key, object? Value)[] arguments) =>
        new(name, arguments.ToDictionary(argument => argument.Key, argument => argument.Value));

    private static double Apply(ProcessingStep step, double value)
    {
        double[] values = [value];
        NormalizationSchemes.Parse(step).Fit(Channel).Apply(values);
        return values[0];
    }

    [TestMethod]
    public void Fit_EachScheme_FollowsTheFormulaOfTheZoo()
    {
        Assert.AreEqual((20.0 - 14) / (46 - 14 + 1e-6), Apply(Step("scale_range", ("min_percentile", "10"), ("max_percentile", "90")), 20), 1e-12);
        Assert.AreEqual((20.0 - 10) / (50 - 10 + 1e-3), Apply(Step("scale_range", ("eps", "1e-3")), 20), 1e-12);
        Assert.AreEqual((50.0 - 30) / (14.142135623730951 + 1e-6), Apply(Step("zero_mean_unit_variance"), 50), 1e-12);
        Assert.AreEqual((50.0 - 4) / 8, Apply(Step("zero_mean_unit_variance", ("mode", "fixed"), ("mean", "4"), ("std", "8")), 50), 1e-12);
        Assert.AreEqual((50.0 - 4) / 8, Apply(Step("fixed_zero_mean_unit_variance", ("mean", "4"), ("std", new List<object?> { "8", "8.0" })), 50), 1e-12);
        Assert.AreEqual(0.5 * 20 + 3, Apply(Step("scale_linear", ("gain", "0.5"), ("offset", "3")), 20), 1e-12);
        Assert.AreEqual(12, Apply(Step("clip", ("max", "12")), 20));
        Assert.AreEqual(46, Apply(Step("clip", ("max_percentile", "90")), 50), 1e-12);
        Assert.AreEqual(20, Apply(Step("ensure_dtype", ("dtype", "float32")), 20));
        Assert.AreEqual(20, Apply(Step("scale_mean_variance", ("reference_tensor", "input")), 20));
        Assert.AreEqual(1 / (1 + Math.Exp(-2)), Apply(Step("sigmoid"), 2), 1e-12);
        Assert.AreEqual(1, Apply(Step("binarize", ("threshold", "5")), 6));
    }

    [TestMethod]
    public void Fit_ConstantChannel_IsZeroAndNotANumberNever()
    {
        var constant = new IntensityDistribution([7], [100]);
        foreach (var name in new[] { "scale_range", "zero_mean_unit_variance" })
        {
            double[] values = [7];
            var map = NormalizationSchemes.Parse(Step(name)).Fit(constant);
            map.Apply(values);
            Assert.AreEqual(0, values[0], name);
            map.Undo(values);
            Assert.AreEqual(7, values[0], name);
        }
    }

    [TestMethod]
    public void Fit_ImageOfTinyNumbers_IsScaledLikeAnyOther()
    {
        var tiny = new IntensityDistribution([1e-9, 3e-9], [1, 1]);
        double[] values = [3e-9];
        NormalizationSchemes.Parse(Step("zero_mean_unit_variance")).Fit(tiny).Apply(values);
        Assert.AreEqual(1, values[0], 2e-3);
    }

    [TestMethod]
    public void Undo_AfterApply_GivesTheIntensityBack()
    {
        foreach (var step in new[] { Step("scale_range"), Step("zero_mean_unit_variance"), Step("scale_linear", ("gain", "-0.25"), ("offset", "1e4")) })
        {
            double[] values = [12345.678];
            var map = NormalizationSchemes.Parse(step).Fit(Channel);
            map.Apply(values);
            map.Undo(values);
            Assert.AreEqual(12345.678, values[0], 1e-9, step.Name);
        }
    }

    [TestMethod]
    [DataRow("whiten", "", "", "whiten is not known")]
    [DataRow("scale_range", "min_percentile", "99.9x", "'min_percentile' as '99.9x'")]
    [DataRow("scale_range", "min_percentile", "100", "percentile 100 to 100")]
    [DataRow("fixed_zero_mean_unit_variance", "std", "1", "lacks 'mean'")]
    [DataRow("fixed_zero_mean_unit_variance", "std", "0", "standard deviation of 0")]
    [DataRow("scale_linear", "gain", "0", "multiplies by zero")]
    [DataRow("clip", "max_percentile", "high", "'max_percentile' as 'high'")]
    public void Parse_WhatCannotBeDone_NamesTheOperation(string name, string key, string value, string expected)
    {
        var step = key.Length == 0 ? Step(name) : Step(name, (key, value));
        var failure = Assert.ThrowsExactly<EngineFailure>(() => NormalizationSchemes.Parse(step));
        Assert.AreEqual(FailureKind.BadModel, failure.Kind);
        StringAssert.Contains(failure.Message, name);
        StringAssert.Contains(failure.Message, expected);
    }
}
