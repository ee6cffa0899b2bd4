using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Training.Recipes;

[TestClass]
public sealed class LessonTests
{
    private const int Side = 128;

    private static readonly GreyImage Signal = TestImages.Waves(Side, Side).Select(sample => sample / 255);

    private static SyntheticNoise Quiet => new(double.PositiveInfinity, 0.001, null, 200, 10, 0);

    [TestMethod]
    public void Blur_Record_BlursTheRecordingAndNotTheTarget()
    {
        var (noisy, noiseless, target) = new BlurLesson().Record(Signal, Quiet, new RandomSource(1));

        Assert.IsLessThan(1e-9, Psnr.MeanSquaredError(target, Quiet.Expect(Signal)));
        Assert.IsLessThan(0.1, Psnr.MeanSquaredError(noisy, noiseless));
        Assert.IsLessThan(Sharpness(target), Sharpness(noiseless));
    }

    [TestMethod]
    public void Binning_Record_HalvesTheRecording()
    {
        var (noisy, noiseless, target) = new BinningLesson().Record(Signal, Quiet, new RandomSource(1));

        Assert.AreEqual((Side / 2, Side), (noisy.Width, target.Width));
        Assert.IsLessThan(1e-9, Psnr.MeanSquaredError(Downsampling.Bin(target, 2), noiseless));
    }

    [TestMethod]
    public void Artefacts_RecordManyTimes_ShowsEveryFaultSometimesAndNeverInTheTarget()
    {
        var (lines, columns, hot, shifted) = (0, 0, 0, 0);
        for (var number = 0; number < 60; number++)
        {
            var (noisy, noiseless, target) = new ArtefactsLesson().Record(Signal, Quiet, new RandomSource(2, number));
            Assert.IsLessThan(1e-9, Psnr.MeanSquaredError(target, Quiet.Expect(Signal)));
            var added = new GreyImage(Side, Side);
            for (var i = 0; i < added.Samples.Length; i++) added.Samples[i] = noisy.Samples[i] - noiseless.Samples[i];
            // Means over a line know of stripes along it only.
            if (Enumerable.Range(0, Side).Max(y => Math.Abs(Median(Enumerable.Range(0, Side).Select(x => added[x, y])))) > 1) lines++;
            if (Enumerable.Range(0, Side).Max(x => Math.Abs(Median(Enumerable.Range(0, Side).Select(y => added[x, y])))) > 1) columns++;
            if (added.Samples.Max() > 60 && Enumerable.Range(0, Side).Any(y => added.Row(y).ToArray().Max() - Median(added.Row(y).ToArray()) > 60)) hot++;
            if (Psnr.MeanSquaredError(noiseless, target) > 1) shifted++;
        }
        foreach (var times in new[] { lines, columns, hot, shifted }) Assert.IsTrue(times is > 5 and < 55, $"{lines} {columns} {hot} {shifted} of 60");
    }

    private static double Median(IEnumerable<double> samples) => samples.Order().ElementAt(Side / 2);

    private static double Sharpness(GreyImage image) =>
        Enumerable.Range(0, Side).Sum(y => Enumerable.Range(1, Side - 1).Sum(x => Math.Pow(image[x, y] - image[x - 1, y], 2)));
}
