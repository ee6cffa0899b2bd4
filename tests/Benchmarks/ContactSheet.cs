using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Metrics.Figures;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>
/// A picture to look at: made-up samples of every kind, each recorded, smoothed by the best Gaussian filter, restored, and true. For what figures hide: invented
/// structure, checkerboards, faint structure that is lost, shifted intensities. Options: --out FILE.png, --models DIR.
/// </summary>
internal static class ContactSheet
{
    private const int Side = 128, Whole = 320, Gap = 6, Caption = BitmapFont.Height + 8;

    private sealed record Sample(string Name, string Model, GreyImage[] Recorded, GreyImage Truth);

    public static int Run(string[] options)
    {
        var given = new NamedOptions(options);
        if (given["--out"] is not { } file)
        {
            Console.Error.WriteLine("give --out FILE.png");
            return 2;
        }
        var engine = RestorationEngine.Start(new EngineOptions { Device = "cpu", UserModels = given["--models"] });
        var samples = Samples().ToList();
        var picture = new Picture(4 * (Side + Gap) + Gap, samples.Count * (Side + Caption + Gap) + Gap, Colour.White);
        for (var i = 0; i < samples.Count; i++) Draw(picture, Gap + i * (Side + Caption + Gap), samples[i], engine);
        // Grey pixels need a third of the file.
        var grey = new GreyImage(picture.Width, picture.Height, [.. Enumerable.Range(0, picture.Width * picture.Height).Select(i => (double)picture.Pixels[3 * i])]);
        using var output = File.Create(file);
        PngWriter.Write(output, grey, new DisplayRange(0, 255));
        return 0;
    }

    private static void Draw(Picture picture, int top, Sample sample, RestorationEngine engine)
    {
        var middle = sample.Recorded[sample.Recorded.Length / 2];
        var restored = RestoredImage.Of(engine, engine.Catalog.Find(sample.Model), sample.Recorded, PixelType.Float32);
        var factor = sample.Truth.Width / middle.Width;
        GreyImage Enlarged(GreyImage image) => factor > 1 ? BicubicUpsampling.Apply(image, factor) : image;
        double Score(GreyImage image) => Psnr.Compute(sample.Truth, image, sample.Truth.Samples.Max() - sample.Truth.Samples.Min());
        var smoothed = Enlarged(BestGaussian.Choose(middle, image => -Score(Enlarged(image))).Image);
        GreyImage[] columns = [Enlarged(middle), smoothed, restored, sample.Truth];
        var figures = columns.Take(3).Select(image => Score(image).ToString("0.0", CultureInfo.InvariantCulture));
        picture.Write($"{sample.Model}: {sample.Name} ({string.Join(", ", figures)} dB)", Gap, top, Colour.Black, scale: 1);
        var range = DisplayRange.Of(Centre(sample.Truth));
        for (var i = 0; i < columns.Length; i++) picture.Draw(Centre(columns[i]), Gap + i * (Side + Gap), top + Caption, range, 1);
    }

    private static GreyImage Centre(GreyImage image) => image.Crop((image.Width - Side) / 2, (image.Height - Side) / 2, Side, Side);

    private static IEnumerable<Sample> Samples()
    {
        var cells = new SyntheticCells(Whole, Whole, 12);
        GreyImage[] kinds = [cells.Frame(0, 0), cells.Frame(1, 0), cells.Frame(2, 0), Beads()];
        string[] names = ["filaments and vesicles", "mitochondria", "membranes and nuclei", "beads"];
        var number = 0L;
        Sample Photons(string name, GreyImage signal, double photons, double background = 1) =>
            Recorded(name, signal.Select(light => background + photons * light), new SyntheticNoise(1, 1, null, 2, 100, 65535), new RandomSource(7, number++));
        for (var i = 0; i < kinds.Length; i++)
            foreach (var photons in new[] { 8, 80 }) yield return Photons($"{names[i]}, {photons} photons", kinds[i], photons);
        yield return Recorded("correlated noise, 8 bits", kinds[1], new SyntheticNoise(60, 0.04, NoiseKernel.Gaussian(1), 200, 20, 255), new RandomSource(7, number++));
        yield return Recorded("hardly any noise", kinds[0], new SyntheticNoise(20000, 0.001, null, 20000, 200, 65535), new RandomSource(7, number++));
        yield return Film(cells, new RandomSource(7, number++));
        foreach (var (name, model, lesson) in new (string, string, SpoilingLesson)[] { ("stripes, hot pixels", "artefacts", new ArtefactsLesson()), ("blur", "deblur", new BlurLesson()), ("2 x 2 binned", "superres2", new BinningLesson()) })
        {
            var (noisy, _, target) = lesson.Record(kinds[0], new SyntheticNoise(150, 0.02, null, 4000, 200, 65535), new RandomSource(11, number++));
            yield return new Sample(name, model, [noisy], target);
        }
    }

    // A signal of 1 is one photon where the noise is so described.
    private static Sample Recorded(string name, GreyImage signal, SyntheticNoise noise, RandomSource random)
    {
        var (noisy, truth) = noise.Record(signal, random);
        return new Sample(name, "denoise", [noisy], truth);
    }

    private static Sample Film(SyntheticCells cells, RandomSource random)
    {
        var noise = new SyntheticNoise(12, 0.05, null, 1000, 100, 65535);
        var film = Enumerable.Range(0, 5).Select(frame => cells.Frame(0, frame)).ToArray();
        return new Sample("a moving film, 12 photons", "denoise-time", [.. film.Select(frame => noise.Record(frame, random).Noisy)], noise.Expect(film[2]));
    }

    private static GreyImage Beads()
    {
        var (image, random) = (new GreyImage(Whole, Whole), new RandomSource(13));
        for (var bead = 0; bead < 120; bead++)
        {
            var (x, y, light) = (random.Uniform(8, Whole - 9), random.Uniform(8, Whole - 9), random.Uniform(0.2, 1));
            for (var v = (int)y - 6; v <= (int)y + 6; v++)
            for (var u = (int)x - 6; u <= (int)x + 6; u++)
                image[u, v] += light * Math.Exp(-((u - x) * (u - x) + (v - y) * (v - y)) / (2 * 1.3 * 1.3));
        }
        return image;
    }
}
