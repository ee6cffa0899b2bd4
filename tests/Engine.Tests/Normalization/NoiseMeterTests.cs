using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tests.Support;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Tests.Normalization;

[TestClass]
public sealed class NoiseMeterTests
{
    private static ChannelNoise Measure(params GreyImage[] images)
    {
        var meter = new NoiseMeter();
        foreach (var image in images) meter.Add(image);
        return meter.Complete();
    }

    // Hills with flat ground between them, as cells have. Fine texture everywhere could not be told from correlated noise.
    private static GreyImage Hills()
    {
        var image = new GreyImage(256, 256);
        for (var i = 0; i < image.Samples.Length; i++) image.Samples[i] = 125 + 90 * Math.Max(0, Math.Sin(i % 256 / 14.0) * Math.Cos(i / 256 / 17.0));
        return image;
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(10)]
    [DataRow(60)]
    public void Complete_WhiteNoiseOnStructure_FindsItsDeviation(double deviation)
    {
        var noise = Measure(TestImages.WithNoise(Hills(), deviation));
        Assert.AreEqual(deviation, Math.Sqrt(noise.VarianceAt(125)), 0.08 * deviation + 0.4);
        Assert.IsLessThan(0.15, noise.Correlation);
    }

    [TestMethod]
    public void Complete_PhotonsOfACamera_FindsTheLine()
    {
        var camera = new Camera { Gain = 3, Offset = 100, ReadNoise = 4 };
        var electrons = new GreyImage(256, 256);
        for (var i = 0; i < electrons.Samples.Length; i++) electrons.Samples[i] = 10 + 190 * (i % 256) / 255.0;
        var noise = Measure(GreyImage.From(camera.Expose(electrons, new RandomSource(1))));
        Assert.AreEqual(3, noise.Gain, 0.25);
        Assert.AreEqual(9 * (10 + 16), noise.VarianceAt(130), 60);
        Assert.AreEqual(9 * (200 + 16), noise.VarianceAt(700), 160);
    }

    [TestMethod]
    [DataRow(0.7, 0.6, 0.85)]
    [DataRow(1.3, 0.85, 1)]
    public void Complete_CorrelatedNoise_IsNotMissed(double width, double least, double most)
    {
        var white = TestImages.WithNoise(new GreyImage(256, 256), 10);
        var noise = Measure(NoiseKernel.Gaussian(width).Apply(white));
        // Neighbouring differences alone see a fraction of it: a tenth of the deviation at width 1.3.
        Assert.AreEqual(8, Math.Sqrt(noise.VarianceAt(0)), 2.5);
        Assert.IsTrue(noise.Correlation > least && noise.Correlation <= most, $"{noise}");
    }

    // A few photons in each bright pixel, none in most of the image, as detectors that count them record living cells.
    private static GreyImage FewPhotons(double perPixel) => Hills().Select(sample => perPixel * Math.Pow((sample - 125) / 90, 2));

    [TestMethod]
    [DataRow(0.5)]
    [DataRow(3)]
    public void Complete_PixelsWithoutPhotons_SayNothing(double perPixel)
    {
        var random = new RandomSource(4);
        var counts = FewPhotons(perPixel).Select(mean => 40.0 * random.Poisson(mean));
        var noise = Measure(counts);
        var mean = counts.Samples.Average();
        Assert.AreEqual(1, Math.Sqrt(noise.VarianceAt(mean) / (40 * mean)), 0.15, $"{noise}");
        Assert.IsLessThan(0.15, noise.Correlation);
        // What single precision leaves of a difference is no noise either.
        var dust = new RandomSource(5);
        var dusty = Measure(counts.Select(count => count == 0 ? 1e-15 * dust.NextGaussian() : count));
        Assert.AreEqual(1, Math.Sqrt(dusty.VarianceAt(mean) / (40 * mean)), 0.15, $"{dusty}");
        Assert.IsLessThan(0.15, dusty.Correlation);
    }

    [TestMethod]
    public void Complete_FewPhotonsSpreadOverNeighbours_AreNotMissed()
    {
        var random = new RandomSource(4);
        var electrons = FewPhotons(3);
        var kernel = NoiseKernel.Gaussian(0.6);
        var spread = kernel.Apply(electrons.Select(mean => random.Poisson(mean) - mean));
        for (var i = 0; i < spread.Samples.Length; i++) spread.Samples[i] = Math.Round(20 + 40 * (electrons.Samples[i] + spread.Samples[i]));
        var noise = Measure(spread);
        var mean = electrons.Samples.Average();
        Assert.IsTrue(Math.Sqrt(noise.VarianceAt(20 + 40 * mean) / (40 * 40 * mean)) is > 0.45 and < 1.2, $"{noise}");
        Assert.IsLessThan(0.8, noise.Correlation);
    }

    [TestMethod]
    public void Complete_ImageTimesTwoPlusOffset_FindsTheSameNoiseInItsUnits()
    {
        var image = TestImages.WithNoise(TestImages.Waves(128, 128), 7);
        var (noise, doubled) = (Measure(image), Measure(image.Select(sample => 2 * sample + 1000)));
        Assert.AreEqual(2 * noise.Gain, doubled.Gain, 1e-6);
        Assert.AreEqual(4 * noise.VarianceAt(100), doubled.VarianceAt(1200), 1e-6);
        Assert.AreEqual(noise.Correlation, doubled.Correlation, 1e-9);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(8, 300)]
    [DataRow(64, 64)]
    public void Complete_NothingToSee_IsNone(int width, int height) =>
        Assert.AreEqual(ChannelNoise.None, Measure(new GreyImage(width, height).Select(_ => 7)));

    [TestMethod]
    public void Complete_SmoothStructure_IsHardlyTakenForNoise() =>
        Assert.IsLessThan(2.0, Math.Sqrt(Measure(Hills()).VarianceAt(125)));

    [TestMethod]
    public void Complete_WhiteNoiseOnFineStructureEverywhere_IsNotMuchOverestimated()
    {
        // Grains of six pixels, brighter here than there, without any ground between them: by 2 x 2 differences alone it was 1.7 times the noise, and a third of it correlated.
        var grains = new GreyImage(256, 256);
        for (var y = 0; y < 256; y++)
        for (var x = 0; x < 256; x++)
        {
            var (u, v) = (2 * Math.PI * (0.8 * x + 0.6 * y) / 12, 2 * Math.PI * (0.8 * y - 0.6 * x) / 12);
            grains[x, y] = 100 + 20 * Math.Max(0, Math.Sin(u) * Math.Sin(v)) * Math.Exp(Math.Sin(x / 31.0) + Math.Sin(y / 37.0));
        }

        var noise = Measure(TestImages.WithNoise(grains, 2.5));

        Assert.IsTrue(Math.Sqrt(noise.VarianceAt(grains.Samples.Average())) / 2.5 is > 0.95 and < 1.55, $"{noise}");
        Assert.IsLessThan(0.32, noise.Correlation);
    }

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(3, 5, 15)]
    [DataRow(10, 100, 16)]
    public void Sampling_ManyPlanes_TakesSome(int slices, int frames, int taken)
    {
        var shape = new StackShape(4, 4, slices: slices, frames: frames);
        var sampling = new WindowSampling(shape);
        Assert.AreEqual(taken, shape.Planes().Count(sampling.Takes));
    }

    [TestMethod]
    [DataRow(8, 16)]
    [DataRow(8, 32)]
    [DataRow(5, 160)]
    [DataRow(4, 8)]
    public void Sampling_FilmOfStacks_TakesEveryDepth(int slices, int frames)
    {
        var shape = new StackShape(64, 64, slices: slices, frames: frames);
        var taken = shape.Planes().Where(new WindowSampling(shape).Takes).ToList();
        Assert.HasCount(16, taken);
        Assert.IsGreaterThanOrEqualTo(slices - 1, taken.Select(index => index.Slice).Distinct().Count());
        Assert.IsGreaterThan(Math.Min(10, frames / 2), taken.Select(index => index.Frame).Distinct().Count());
    }

    [TestMethod]
    public void Sampling_LargePlane_TakesWindowsFromAllOverIt()
    {
        var plane = new Plane(PixelType.UInt8, 5000, 300);
        for (var i = 0; i < plane.Pixels.Length; i++) plane.Pixels[i] = (byte)(i % 5000 / 20);
        var windows = new WindowSampling(new StackShape(5000, 300)).Windows(plane, new PlaneIndex(0, 0, 0)).ToList();
        Assert.HasCount(8, windows);
        Assert.AreEqual((256, 300), (windows[0].Image.Width, windows[0].Image.Height));
        // In the middle of each eighth.
        for (var i = 0; i < 8; i++) Assert.AreEqual((5000 - 256) * (i + 0.5) / 8, 20 * windows[i].Image[0, 0], 20);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(8)]
    [DataRow(200)]
    public void Sampling_SampleInTheMiddleOfAFilm_IsSeen(int frames)
    {
        // A round sample half as wide as the plane.
        const int side = 2048;
        var plane = new Plane(PixelType.UInt8, side, side);
        for (var y = 0; y < side; y++)
        for (var x = 0; x < side; x++)
            if (Math.Pow(x - side / 2, 2) + Math.Pow(y - side / 2, 2) < Math.Pow(side / 4, 2)) plane.Pixels[y * side + x] = 1;
        var shape = new StackShape(side, side, frames: frames);
        var sampling = new WindowSampling(shape);
        var windows = shape.Planes().Where(sampling.Takes).SelectMany(index => sampling.Windows(plane, index)).ToList();
        // As much of what is measured as of the plane: a fifth.
        Assert.AreEqual(Math.PI / 16, windows.Average(window => window.Image.Samples.Average()), 0.06);
    }
}
