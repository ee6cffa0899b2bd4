using System.Text.Json.Nodes;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Commands.Evaluating;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Tests.Commands.Simulating;

[TestClass]
public sealed class SimulateCommandTests : IDisposable
{
    private const int Side = 160;
    private static readonly Camera Camera = new() { Gain = 2, Offset = 100, ReadNoise = 2 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Simulate_ATenthOfTheExposure_HasTheMeanAndVarianceOfTheory()
    {
        const double electrons = 400;
        Record("flat.tif", new StackShape(Side, Side, frames: 2), new Camera { Gain = 2, Offset = 100, ReadNoise = 0 }, (_, _) => electrons);
        var run = await SimulateAsync("flat.tif", "out.tif", "--exposure", "0.1", "--gain", "2", "--offset", "100", "--read-noise", "1.5", "--json");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        // Thinned photon noise is photon noise: gain^2 (f n + r^2), and 1/12 from rounding.
        var (mean, variance, count) = (100 + 2 * 0.1 * electrons, 4 * (0.1 * electrons + 1.5 * 1.5) + 1 / 12.0, Side * Side);
        foreach (var plane in Planes("out.tif"))
        {
            var actual = plane.Samples.Average();
            Assert.AreEqual(mean, actual, 5 * Math.Sqrt(variance / count));
            Assert.AreEqual(variance, plane.Samples.Average(sample => (sample - actual) * (sample - actual)), 5 * variance * Math.Sqrt(2.2 / count));
        }
    }

    [TestMethod]
    public async Task Simulate_SyntheticStack_FindsGainAndReadNoiseWithinFivePercent()
    {
        var cells = new SyntheticCells(256, 256, seed: 3);
        var frames = Enumerable.Range(0, 8).Select(frame => cells.Frame(frame % 3, frame)).ToArray();
        Record("cells.tif", new StackShape(256, 256, frames: frames.Length), Camera, (plane, pixel) => 150 * frames[plane].Samples[pixel]);
        var run = await SimulateAsync("cells.tif", "out.tif", "--exposure", "0.1", "--offset", "100", "--json");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        var json = JsonNode.Parse(run.Out)!;
        Assert.AreEqual(2, json["gain"]!.GetValue<double>(), 0.1);
        Assert.AreEqual(2, json["read_noise"]!.GetValue<double>(), 0.1);
        StringAssert.Contains(run.Error, "estimated from the images");
    }

    [TestMethod]
    public async Task Simulate_ChannelsOfTwoCameras_EachHasItsOwnGain()
    {
        var cells = new SyntheticCells(256, 256, seed: 3);
        var frames = Enumerable.Range(0, 4).Select(frame => cells.Frame(frame % 3, frame)).ToArray();
        Record("two.tif", new StackShape(256, 256, channels: 2, frames: 4), plane => Camera with { Gain = plane % 2 == 0 ? 1 : 20, ReadNoise = 0 }, (plane, pixel) => 150 * frames[plane / 2].Samples[pixel]);

        var run = await SimulateAsync("two.tif", "out.tif", "--exposure", "0.25", "--json");

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        var channels = JsonNode.Parse(run.Out)!["channels"]!.AsArray();
        Assert.AreEqual(1, channels[0]!["gain"]!.GetValue<double>(), 0.05);
        Assert.AreEqual(20, channels[1]!["gain"]!.GetValue<double>(), 1);
        StringAssert.Contains(run.Error, "channel 2: gain ");
        // As much light as there is in both, so that the recordings differ by the gain only.
        var planes = Planes("out.tif");
        double Light(int plane, double gain) => planes[plane].Samples.Average(sample => (sample - 100) / gain);
        Assert.AreEqual(Light(0, 1), Light(1, 20), 0.02 * Light(0, 1));
    }

    // Only the lowest slice of each frame is in the dark, as below a sample: eight planes at equal distances would be those.
    [TestMethod]
    public async Task Simulate_FilmOfEightFramesThatIsDarkBelow_FindsTheGainInTheOtherSlices()
    {
        var light = new SyntheticCells(256, 256, seed: 3).Frame(0, 0).Samples;
        Record("film.tif", new StackShape(256, 256, slices: 2, frames: 8), Camera with { ReadNoise = 0 }, (plane, pixel) => plane % 2 == 0 ? 0 : 150 * light[pixel]);

        var run = await SimulateAsync("film.tif", "out.tif", "--exposure", "0.25", "--json");

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        Assert.AreEqual(2, JsonNode.Parse(run.Out)!["gain"]!.GetValue<double>(), 0.1);
    }

    [TestMethod]
    [DataRow("--downsample 2", "photons are drawn anew")]
    [DataRow("--blur 1", "photons are drawn anew")]
    [DataRow("--blur 1 --thinning poisson", "photons are drawn anew")]
    [DataRow("--downsample 2 --thinning binomial", "too little noise")]
    [DataRow("--blur 1 --thinning binomial", "too little noise")]
    public async Task Simulate_ExposureOfMeans_TellsWhatBecomesOfTheNoise(string more, string told)
    {
        Record("flat.tif", new StackShape(32, 32), Camera, (_, _) => 50);
        var run = await SimulateAsync("flat.tif", "out.tif", [.. more.Split(' '), "--exposure", "0.5", "--gain", "2", "--offset", "100", "--read-noise", "2", "--json"]);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, told);
        StringAssert.Contains(JsonNode.Parse(run.Out)!["notes"]!.AsArray().Single()!.GetValue<string>(), told);
    }

    [TestMethod]
    [DataRow("--exposure 0.5")]
    [DataRow("--downsample 1 --exposure 0.5 --thinning binomial")]
    [DataRow("--downsample 2")]
    public async Task Simulate_SinglePixelsOrNoExposure_HasNoNotes(string more)
    {
        Record("flat.tif", new StackShape(32, 32), Camera, (_, _) => 50);
        var run = await SimulateAsync("flat.tif", "out.tif", [.. more.Split(' '), "--gain", "2", "--offset", "100", "--read-noise", "2", "--json"]);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        Assert.AreEqual(0, JsonNode.Parse(run.Out)!["notes"]!.AsArray().Count);
    }

    [TestMethod]
    public async Task Simulate_LargerPixels_HaveThePhotonNoiseOfTheirLight()
    {
        Record("flat.tif", new StackShape(2 * Side, 2 * Side), new Camera { Gain = 2, Offset = 100, ReadNoise = 0 }, (_, _) => 100);
        var run = await SimulateAsync("flat.tif", "out.tif", "--downsample", "2", "--exposure", "0.5", "--gain", "2", "--offset", "100", "--read-noise", "0");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        var samples = Planes("out.tif")[0].Samples;
        // gain^2 f n, and f^2 of the quarter that the mean of four has of their noise.
        var (mean, variance) = (samples.Average(), 4 * (50 + 0.25 * 25) + 1 / 12.0);
        Assert.AreEqual(200, mean, 5 * Math.Sqrt(variance) / Side);
        Assert.AreEqual(variance, samples.Average(sample => (sample - mean) * (sample - mean)), 5 * variance * Math.Sqrt(2.2) / Side);
        StringAssert.Contains(run.Error, "photons are drawn anew");
    }

    [TestMethod]
    public async Task Simulate_NoisyPair_GivesTwoRecordingsWithIndependentNoise()
    {
        Record("flat.tif", new StackShape(Side, Side), new Camera { Gain = 2, Offset = 100, ReadNoise = 0 }, (_, _) => 200);
        var run = await SimulateAsync("flat.tif", "out.ome.tif", "--exposure", "0.5", "--gain", "2", "--offset", "100", "--read-noise", "0", "--noisy-pair");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        CollectionAssert.AreEqual(new[] { "flat.tif", "out-1.ome.tif", "out-2.ome.tif" }, _folder.Names);
        var (first, second) = (Planes("out-1.ome.tif")[0].Samples, Planes("out-2.ome.tif")[0].Samples);
        var variance = 4 * 100.0;
        Assert.AreEqual(0, first.Zip(second, (a, b) => (a - 300) * (b - 300)).Average(), 5 * variance / Side);
    }

    [TestMethod]
    public async Task Simulate_BlurDownsamplingAndFaults_KeepTypeAndCalibrationWithoutNoise()
    {
        PairFiles.WriteStack(_folder["in.tif"], new StackShape(41, 30, frames: 2), (x, y, _) => 100 + x + y);
        var run = await SimulateAsync("in.tif", "out.tif", "--blur", "1", "--downsample", "2");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        using var output = TiffPlaneReader.Open(_folder["out.tif"]);
        Assert.AreEqual((new StackShape(20, 15, frames: 2), PixelType.UInt8, 0.2), (output.Shape, output.PixelType, output.Metadata.PixelSizeX!.Value));
        Assert.AreEqual(100 + 2 * (2 * 8 + 0.5), GreyImage.From(output.ReadPlane(default))[8, 8], 0.51);
        var faults = await SimulateAsync("in.tif", "faults.tif", "--stripes", "--hot-pixels", "0.05", "--jpeg", "50");
        Assert.AreEqual(ExitCodes.Done, faults.ExitCode, faults.Error);
        Assert.AreNotEqual(0, Planes("faults.tif")[0].Samples.Count(sample => sample > 200));
    }

    [TestMethod]
    public async Task Simulate_SameSeed_IsTheSameFileButForItsName()
    {
        Record("flat.tif", new StackShape(32, 32), Camera, (_, _) => 50);
        foreach (var (name, seed) in new[] { ("a.tif", "4"), ("b.tif", "4"), ("c.tif", "5") })
            await SimulateAsync("flat.tif", name, "--gain", "2", "--offset", "100", "--read-noise", "2", "--seed", seed);
        CollectionAssert.AreEqual(Planes("a.tif")[0].Samples, Planes("b.tif")[0].Samples);
        CollectionAssert.AreNotEqual(Planes("a.tif")[0].Samples, Planes("c.tif")[0].Samples);
    }

    [TestMethod]
    [DataRow("flat.tif", "--exposure 0.1", ExitCodes.BadInput, "state --gain")]
    [DataRow("nowhere.tif", "", ExitCodes.BadInput, "there is no such file")]
    [DataRow("broken.tif", "", ExitCodes.BadInput, "broken.tif cannot be read")]
    [DataRow("flat.tif", "--exposure 1.5", ExitCodes.WrongUsage, "--exposure 1.5")]
    [DataRow("flat.tif", "--gain much", ExitCodes.WrongUsage, "--gain much")]
    [DataRow("flat.tif", "--exposure 0.6 --noisy-pair", ExitCodes.WrongUsage, "at most 0.5")]
    [DataRow("flat.tif", "--blur 2 --noisy-pair", ExitCodes.WrongUsage, "--noisy-pair needs --exposure")]
    [DataRow("flat.tif", "--downsample 50", ExitCodes.BadInput, "only 40 x 30")]
    public async Task Simulate_WhatIsNotPossible_IsOneSentenceAndLeavesNothing(string input, string more, int exitCode, string named)
    {
        PairFiles.WriteStack(_folder["flat.tif"], PairFiles.Shape, (_, _, _) => 7);
        _folder.Write("broken.tif");
        var run = await SimulateAsync(input, "out.tif", more.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.AreEqual(exitCode, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, named);
        CollectionAssert.AreEqual(new[] { "broken.tif", "flat.tif" }, _folder.Names);
    }

    [TestMethod]
    public async Task Simulate_OntoItsInput_IsRefusedEvenWithOverwrite()
    {
        PairFiles.WriteStack(_folder["flat.tif"], PairFiles.Shape, (_, _, _) => 7);
        var run = await SimulateAsync("flat.tif", "flat.tif", "--blur", "1", "--overwrite");
        Assert.AreEqual(ExitCodes.WrongUsage, run.ExitCode, run.Error);
    }

    private Task<Run> SimulateAsync(string input, string output, params string[] more) => Run.Of(["simulate", _folder[input], _folder[output], .. more]);

    private void Record(string name, StackShape shape, Camera camera, Func<int, int, double> electrons) => Record(name, shape, _ => camera, electrons);

    private void Record(string name, StackShape shape, Func<int, Camera> camera, Func<int, int, double> electrons)
    {
        using var file = File.Create(_folder[name]);
        using var writer = TiffPlaneWriter.Create(file, shape, camera(0).PixelType, StackMetadata.Empty);
        for (var plane = 0; plane < shape.PlaneCount; plane++)
        {
            var image = new GreyImage(shape.Width, shape.Height);
            for (var i = 0; i < image.Samples.Length; i++) image.Samples[i] = electrons(plane, i);
            writer.WritePlane(camera(plane).Expose(image, new RandomSource(9, plane)));
        }
        writer.Complete();
    }

    private GreyImage[] Planes(string name)
    {
        using var reader = TiffPlaneReader.Open(_folder[name]);
        return [.. reader.Shape.Planes().Select(index => GreyImage.From(reader.ReadPlane(index)))];
    }
}
