using System.Text.RegularExpressions;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Which files belong together. Nothing is opened yet; every file exists.</summary>
public sealed partial class PairList
{
    /// <summary>How files of an exposure series are called unless the user says otherwise.</summary>
    public const string DefaultPattern = "{sample}_{exposure}ms.tif";

    private static readonly string[] ImageSuffixes = [".tif", ".tiff", ".png"];
    private static readonly (string Noisy, string Clean)[] FolderNames = [("noisy", "clean"), ("input", "target"), ("low", "high"), ("short", "long")];

    private PairList(IReadOnlyList<FilePair> pairs) => Pairs = pairs;

    public IReadOnlyList<FilePair> Pairs { get; }

    /// <summary>
    /// A CSV file, a folder with the folders <c>noisy</c> and <c>clean</c> (or input and target, low and high, short and long), or a folder with
    /// an exposure series.
    /// </summary>
    /// <exception cref="EngineFailure">BadInput with every complaint.</exception>
    public static PairList From(string path, string pattern = DefaultPattern)
    {
        if (File.Exists(path)) return FromCsv(path);
        if (!Directory.Exists(path)) throw Bad($"{path} is neither a file nor a folder");
        foreach (var (noisy, clean) in FolderNames)
        {
            if (Directory.Exists(Path.Combine(path, noisy)) && Directory.Exists(Path.Combine(path, clean)))
                return FromFolders(Path.Combine(path, noisy), Path.Combine(path, clean));
        }
        return FromExposureSeries(path, pattern);
    }

    /// <summary>
    /// Lines of <c>noisy,clean</c> with paths relative to the CSV file, under a header line; a third column <c>field</c> may name the field of
    /// view, otherwise it is the name of the clean file without a trailing channel (<c>_ch2</c>, <c>_C1</c>, or <c>_0</c> after another number).
    /// </summary>
    /// <exception cref="EngineFailure">BadInput with every complaint.</exception>
    public static PairList FromCsv(string path)
    {
        var complaints = new Complaints();
        var pairs = PairTable.Read(path, complaints, FieldOf);
        return Checked(pairs, complaints, $"{Path.GetFileName(path)} lists no pairs");
    }

    /// <summary>Files of equal names in two folders.</summary>
    /// <exception cref="EngineFailure">BadInput: names without a partner, or none at all.</exception>
    public static PairList FromFolders(string noisyFolder, string cleanFolder)
    {
        var complaints = new Complaints();
        var (noisy, clean) = (ImagesIn(noisyFolder, complaints), ImagesIn(cleanFolder, complaints));
        foreach (var name in noisy.Keys.Except(clean.Keys).Order()) complaints.Add($"{name} is in {noisyFolder} but not in {cleanFolder}");
        foreach (var name in clean.Keys.Except(noisy.Keys).Order()) complaints.Add($"{name} is in {cleanFolder} but not in {noisyFolder}");
        var pairs = noisy.Keys.Intersect(clean.Keys).Order().Select(name => new FilePair(name, FieldOf(name), noisy[name], clean[name]));
        return Checked([.. pairs], complaints, $"{noisyFolder} and {cleanFolder} hold no images (.tif, .tiff, .png)");
    }

    /// <summary>
    /// Every shorter exposure of a sample with its longest. The pattern names files by <c>{sample}</c> (any words) and <c>{exposure}</c> (a number).
    /// </summary>
    /// <exception cref="EngineFailure">BadInput: no file fits the pattern, or a sample has one exposure only.</exception>
    public static PairList FromExposureSeries(string folder, string pattern = DefaultPattern)
    {
        var complaints = new Complaints();
        var series = ExposureSeries.Find(ImagesIn(folder, complaints), pattern);
        foreach (var sample in series.Where(sample => sample.Exposures.Count < 2))
            complaints.Add($"the sample {sample.Name} has only one exposure ({sample.Exposures[0].Milliseconds} ms); training needs a shorter and a longer one");
        var pairs = series.SelectMany(sample => sample.Exposures.SkipLast(1).Select(shorter =>
            new FilePair($"{sample.Name} {shorter.Milliseconds} ms", sample.Name, shorter.Path, sample.Exposures[^1].Path)));
        return Checked([.. pairs], complaints, $"no file in {folder} is called like {pattern}, and there are no folders noisy and clean in it");
    }

    /// <summary>Refuses samples that appear in both lists, by file or by field of view.</summary>
    /// <param name="other">The list that must be independent of this one.</param>
    /// <param name="role">What the other is called in the message, for instance "independent".</param>
    /// <exception cref="EngineFailure">BadInput with every file and field in both.</exception>
    public void RequireDisjoint(PairList other, string role)
    {
        var complaints = new Complaints();
        var files = Pairs.SelectMany(pair => new[] { Path.GetFullPath(pair.Noisy), Path.GetFullPath(pair.Clean) }).ToHashSet();
        foreach (var path in other.Pairs.SelectMany(pair => new[] { pair.Noisy, pair.Clean }).Select(Path.GetFullPath).Distinct().Where(files.Contains))
            complaints.Add($"{path} is in the training pairs and in the {role} pairs; a sample can be only one of them");
        complaints.ThrowIfAny();
    }

    internal static string FieldOf(string path) => TrailingChannel().Replace(Path.GetFileNameWithoutExtension(path), string.Empty);

    private static PairList Checked(List<FilePair> pairs, Complaints complaints, string nothing)
    {
        foreach (var pair in pairs)
        {
            foreach (var path in new[] { pair.Noisy, pair.Clean }.Where(path => !File.Exists(path))) complaints.Add($"{path} (of the pair {pair.Name}) does not exist");
            if (pair.Noisy == pair.Clean) complaints.Add($"the pair {pair.Name} names the same file twice: {pair.Noisy}");
        }
        if (pairs.Count == 0 && !complaints.Any) complaints.Add(nothing);
        complaints.ThrowIfAny();
        return new PairList(pairs);
    }

    private static Dictionary<string, string> ImagesIn(string folder, Complaints complaints)
    {
        if (Directory.Exists(folder))
            return Directory.EnumerateFiles(folder).Where(IsImage).ToDictionary(path => Path.GetFileName(path)!);
        complaints.Add($"the folder {folder} does not exist");
        return [];
    }

    private static bool IsImage(string path) => ImageSuffixes.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static EngineFailure Bad(string message) => new(FailureKind.BadInput, message);

    [GeneratedRegex(@"([_-](ch?|w|channel)\d{1,2}|(?<=\d{2})_\d)$", RegexOptions.IgnoreCase)]
    private static partial Regex TrailingChannel();
}
