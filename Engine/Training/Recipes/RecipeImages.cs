using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>A recording and what it would be without noise, in the recording's intensities.</summary>
/// <param name="Source">The data set: a folder of the data.</param>
/// <param name="Noisy">As recorded.</param>
/// <param name="Target">The average of many, on the recording's scale; as noisy as averages are.</param>
/// <param name="Cut">At or below this the target was cut off, and does not count.</param>
internal sealed record RecordedPair(string Source, GreyImage Noisy, GreyImage Target, double Cut)
{
    /// <summary>The average in its own intensities.</summary>
    public required GreyImage Clean { get; init; }
}

/// <summary>An image of little noise.</summary>
internal sealed record CleanImage(string Source, GreyImage Image);

/// <summary>A film of a living sample with little noise.</summary>
internal sealed record CleanFilm(string Source, GreyImage[] Frames);

/// <summary>
/// The images that the recipes learn from: a folder with a <c>manifest.csv</c> (columns path, split, role, pair_id,
/// gain_noisy_vs_clean and offset at least). Rows of the split "val" are never read for training.
/// </summary>
internal sealed class RecipeImages
{
    // A scale bar was burnt into the lower rows of this one.
    private const string WithScaleBar = "hela-cells";
    private const int ScaleBarRow = 430;

    private RecipeImages(IReadOnlyList<RecordedPair> pairs, IReadOnlyList<CleanImage> clean, IReadOnlyList<CleanFilm> films) =>
        (Pairs, Clean, Films) = (pairs, clean, films);

    public IReadOnlyList<RecordedPair> Pairs { get; }

    public IReadOnlyList<CleanImage> Clean { get; }

    public IReadOnlyList<CleanFilm> Films { get; }

    /// <summary>The images of the split "val", by which weights are chosen.</summary>
    /// <exception cref="EngineFailure">BadInput: a file cannot be read.</exception>
    /// <inheritdoc cref="Load"/>
    public static RecipeImages LoadValidation(string folder, params IReadOnlyCollection<string> without) =>
        Read(folder, [.. Rows(folder).Where(row => row["split"] == "val" && !IsLeftOut(row, without))]);

    /// <summary>What is left out, of every split: neither training nor the choice of weights sees it.</summary>
    /// <exception cref="EngineFailure">BadInput: a file cannot be read.</exception>
    /// <inheritdoc cref="Load"/>
    public static RecipeImages LoadLeftOut(string folder, params IReadOnlyCollection<string> without) =>
        Read(folder, [.. Rows(folder).Where(row => IsLeftOut(row, without))]);

    /// <param name="folder">Has a manifest.csv.</param>
    /// <param name="without">What is left out, to be tested on: data sets (the first part of the path) or ends of file names, such as those of a channel.</param>
    /// <exception cref="EngineFailure">BadInput: a file cannot be read, or there are no images.</exception>
    public static RecipeImages Load(string folder, params IReadOnlyCollection<string> without)
    {
        var images = Read(folder, [.. Rows(folder).Where(row => row["split"] != "val" && !IsLeftOut(row, without))]);
        return images.Pairs.Count > 0 ? images : throw new EngineFailure(FailureKind.BadInput, $"{folder} has no pairs to learn from.");
    }

    private static RecipeImages Read(string folder, List<Dictionary<string, string>> rows)
    {
        var still = rows.Where(row => row["role"] == "clean").ToList();
        var planes = still.AsParallel().AsOrdered().Select(row => (Row: row, Planes: Planes(folder, row["path"]))).ToList();
        var targets = planes.Where(image => image.Row["pair_id"].Length > 0).ToDictionary(image => image.Row["pair_id"], image => image.Planes[0]);
        var pairs = rows.Where(row => row["role"] == "noisy").AsParallel().AsOrdered().Select(row => Pair(folder, row, targets[row["pair_id"]])).ToList();
        var films = rows.Where(row => row["role"] == "clean_timelapse").Select(row => new CleanFilm(Source(row), Planes(folder, row["path"]))).ToList();
        return new RecipeImages(pairs, [.. planes.SelectMany(image => image.Planes.Select(plane => new CleanImage(Source(image.Row), plane)))], films);
    }

    private static RecordedPair Pair(string folder, Dictionary<string, string> row, GreyImage clean)
    {
        var (gain, offset) = (Number(row["gain_noisy_vs_clean"]), Number(row["offset"]));
        // Stretched to 8 bits, a background that was cut is 0 in most of the image.
        var cut = clean.Quantile(0.3) <= clean.Samples.Min() ? gain * clean.Samples.Min() + offset : double.NegativeInfinity;
        return new RecordedPair(Source(row), Planes(folder, row["path"])[0], clean.Select(sample => gain * sample + offset), cut) { Clean = clean };
    }

    private static string Source(Dictionary<string, string> row) => row["path"].Split('/')[0];

    private static GreyImage[] Planes(string folder, string path)
    {
        using var file = ImageFile.Open(Path.Combine(folder, path));
        var shape = file.Planes.Shape;
        return [.. Enumerable.Range(0, (int)shape.PlaneCount).Select(i => Usable(path, GreyImage.From(file.Planes.Read(shape.PlaneAt(i)))))];
    }

    private static GreyImage Usable(string path, GreyImage image) => path.Contains(WithScaleBar, StringComparison.Ordinal)
        ? image.Crop(0, 0, image.Width, Math.Min(image.Height, ScaleBarRow))
        : image;

    private static IEnumerable<Dictionary<string, string>> Rows(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.csv");
        if (!File.Exists(manifest)) throw new EngineFailure(FailureKind.BadInput, $"There is no {manifest}; the recipe needs it to tell training from validation.");
        var lines = File.ReadLines(manifest).Select(line => PairTable.Split(line, ',')).ToList();
        return lines.Skip(1).Select(words => lines[0].Zip(words).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    private static bool IsLeftOut(Dictionary<string, string> row, IReadOnlyCollection<string> without) =>
        without.Any(part => row["path"].StartsWith(part + '/', StringComparison.Ordinal) || row["path"].EndsWith(part, StringComparison.Ordinal));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
