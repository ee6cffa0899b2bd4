using System.Text.RegularExpressions;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Which files belong together. Nothing is opened yet; every file exists.</summary>
public sealed partial class PairList
{
    /// <summary>How files of an exposure series are called unless the user says otherwise.</summary>
    public const string DefaultPattern = "{sample}_{exposure}ms.tif";

    private static readonly string[] ImageSuffixes = [".tif", ".tiff", ".png"];
    private static readonly (string Noisy, string Clean)[] FolderNames = [("noisy", "clean"), ("input", "target"), ("low", "high"), ("short", "long")];

    // One field in this many is held out.
    private const int HeldOutPart = 10;

    private PairList(string name, IReadOnlyList<FilePair> pairs) => (Name, Pairs) = (name, pairs);

    /// <summary>No pairs: stands in a request of which all else is looked at before there are any.</summary>
    public static PairList None { get; } = new("no pairs", []);

    /// <summary>Pairs that somebody else has put together, with full paths.</summary>
    /// <exception cref="EngineFailure">BadInput: there are none, or a file is missing.</exception>
    public static PairList Of(string name, IEnumerable<FilePair> pairs) => Checked(name, [.. pairs], new Complaints(), $"{name} has no pairs", singles: true);

    /// <summary>What the sample is called: the file or folder that was named.</summary>
    public string Name { get; }

    public IReadOnlyList<FilePair> Pairs { get; }

    /// <summary>What the user must know about it: which files of a folder are in no pair.</summary>
    public IReadOnlyList<string> Notices { get; private init; } = [];

    /// <summary>
    /// A CSV file, a folder with the folders <c>noisy</c> and <c>clean</c> (or input and target, low and high, short and long), or a folder with
    /// an exposure series.
    /// </summary>
    /// <exception cref="EngineFailure">BadInput with every complaint.</exception>
    public static PairList From(string path, string pattern = DefaultPattern)
    {
        if (File.Exists(path)) return FromCsv(path);
        if (!Directory.Exists(path)) throw Bad($"{path} is neither a file nor a folder");
        return PairFolders(path) is var (noisy, clean) ? FromFolders(noisy, clean) : FromExposureSeries(path, pattern);
    }

    /// <summary>
    /// Lines of <c>noisy,clean</c> with paths relative to the CSV file, under a header line; a column <c>group</c> may say which pairs are judged
    /// together, and a column <c>field</c> may name the field of view; otherwise it is the name of the clean file without a trailing channel (<c>_ch2</c>, <c>_C1</c>, or <c>_0</c> after another number).
    /// </summary>
    /// <exception cref="EngineFailure">BadInput with every complaint.</exception>
    public static PairList FromCsv(string path)
    {
        var complaints = new Complaints();
        var pairs = PairTable.Read(path, complaints, FieldOf);
        return Checked(Path.GetFileNameWithoutExtension(path), pairs, complaints, $"{Path.GetFileName(path)} lists no pairs");
    }

    /// <summary>
    /// Images from each of which both sides of a pair are made: a file, or all images of a folder (that holds no pairs).
    /// </summary>
    /// <exception cref="EngineFailure">BadInput: no image is there.</exception>
    public static PairList FromSingles(string path)
    {
        var complaints = new Complaints();
        IEnumerable<string> files = File.Exists(path) ? [path] : ImagesIn(path, complaints).Values;
        var pairs = files.Order(StringComparer.Ordinal).Select(Path.GetFullPath).Select(file => new FilePair(Path.GetFileName(file), FieldOf(file), file, file));
        return Checked(Path.GetFileName(Path.GetFullPath(path)), [.. pairs], complaints, $"{path} holds no images (.tif, .tiff, .png)", singles: true);
    }

    /// <summary>Whether <see cref="From"/> finds pairs there rather than <see cref="FromSingles"/> images.</summary>
    public static bool HoldsPairs(string path, string pattern = DefaultPattern) => File.Exists(path)
        ? !IsImage(path)
        : Directory.Exists(path) && (PairFolders(path) is not null || ExposureSeries.Find(ImagesIn(path, new Complaints()), pattern).Count > 0);

    /// <summary>Files of equal names in two folders.</summary>
    /// <exception cref="EngineFailure">BadInput: names without a partner, or none at all.</exception>
    public static PairList FromFolders(string noisyFolder, string cleanFolder)
    {
        var complaints = new Complaints();
        var (noisy, clean) = (ImagesIn(noisyFolder, complaints), ImagesIn(cleanFolder, complaints));
        foreach (var name in noisy.Keys.Except(clean.Keys).Order()) complaints.Add($"{name} is in {noisyFolder} but not in {cleanFolder}");
        foreach (var name in clean.Keys.Except(noisy.Keys).Order()) complaints.Add($"{name} is in {cleanFolder} but not in {noisyFolder}");
        var pairs = noisy.Keys.Intersect(clean.Keys).Order().Select(name => new FilePair(name, FieldOf(clean[name]), noisy[name], clean[name]));
        return Checked(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(cleanFolder)))!, [.. pairs], complaints, $"{noisyFolder} and {cleanFolder} hold no images (.tif, .tiff, .png)");
    }

    /// <summary>
    /// Every shorter exposure of a sample with its longest. The pattern names files by <c>{sample}</c> (any words) and <c>{exposure}</c> (a number);
    /// a notice tells which images are called otherwise and left out.
    /// </summary>
    /// <exception cref="EngineFailure">BadInput: no file fits the pattern, or a sample has one exposure only.</exception>
    public static PairList FromExposureSeries(string folder, string pattern = DefaultPattern)
    {
        var complaints = new Complaints();
        var images = ImagesIn(folder, complaints);
        var series = ExposureSeries.Find(images, pattern);
        foreach (var sample in series.Where(sample => sample.Exposures.Count < 2))
            complaints.Add($"the sample {sample.Name} has only one exposure ({sample.Exposures[0].Milliseconds} ms); training needs a shorter and a longer one");
        var pairs = series.SelectMany(sample => sample.Exposures.SkipLast(1).Select(shorter =>
            new FilePair($"{sample.Name} {shorter.Milliseconds} ms", Path.Combine(Path.GetFullPath(folder), WithoutChannel(sample.Name)), shorter.Path, sample.Exposures[^1].Path)
            {
                Group = $"{shorter.Milliseconds} ms",
            }));
        var (name, notices) = (Path.GetFileName(Path.GetFullPath(folder)), Others(images, series, pattern));
        if (complaints.Any) complaints.AddAll(notices);
        var list = Checked(name, [.. pairs], complaints, $"no file in {folder} is called like {pattern}, and there are no folders noisy and clean in it");
        return new PairList(name, list.Pairs) { Notices = notices };
    }

    private static IReadOnlyList<string> Others(Dictionary<string, string> images, IReadOnlyList<ExposureSeries> series, string pattern)
    {
        var others = images.Values.Except(series.SelectMany(sample => sample.Exposures.Select(exposure => exposure.Path))).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToList();
        return others.Count == 0 ? [] : [$"left out of the exposure series: {others.Count} of {images.Count} images that are not called like {pattern}: {PairSummary.Some(others)}"];
    }

    /// <summary>Refuses samples that appear in both lists, by file or by field of view.</summary>
    /// <param name="other">The list that must be independent of this one.</param>
    /// <param name="role">What the other is called in the message, for instance "independent".</param>
    /// <exception cref="EngineFailure">BadInput with every file and field in both.</exception>
    public void RequireDisjoint(PairList other, string role)
    {
        var complaints = new Complaints();
        var fields = Pairs.Select(pair => pair.Field).ToHashSet();
        var files = Pairs.SelectMany(pair => new[] { Path.GetFullPath(pair.Noisy), Path.GetFullPath(pair.Clean) }).ToHashSet();
        foreach (var path in other.Pairs.SelectMany(pair => new[] { pair.Noisy, pair.Clean }).Select(Path.GetFullPath).Distinct().Where(files.Contains))
            complaints.Add($"{path} is in the training pairs and in the {role} pairs; a sample can be only one of them");
        if (!complaints.Any)
        {
            foreach (var field in other.Pairs.Select(pair => pair.Field).Distinct().Where(fields.Contains))
                complaints.Add($"the field of view {Path.GetFileName(field)} is in the training pairs and in the {role} pairs; a field can be only one of them");
        }
        complaints.ThrowIfAny();
    }

    /// <summary>Holds out whole fields of view, about a tenth and at least one, chosen by the seed.</summary>
    /// <exception cref="EngineFailure">BadInput: there is only one field.</exception>
    public (PairList Training, PairList HeldOut) HoldOut(long seed)
    {
        var fields = Pairs.Select(pair => pair.Field).Distinct().ToList();
        if (fields.Count < 2)
            throw Bad($"there is only one field of view ({Path.GetFileName(fields[0])}), and one must be held out to judge the network; add pairs of other fields, or name some by --validate");
        var random = new RandomSource(seed, fields.Count);
        var chosen = new HashSet<string>();
        while (chosen.Count < Math.Max(1, fields.Count / HeldOutPart)) chosen.Add(fields[random.NextInt(fields.Count)]);
        return (Only(Name, field => !chosen.Contains(field)), Only($"{Name}, fields held out", chosen.Contains));
    }

    private PairList Only(string name, Func<string, bool> field) => new(name, [.. Pairs.Where(pair => field(pair.Field))]);

    /// <summary>The folder with the name of the file, without a channel at its end.</summary>
    internal static string FieldOf(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, WithoutChannel(Path.GetFileNameWithoutExtension(path)));

    private static string WithoutChannel(string name) => TrailingChannel().Replace(name, string.Empty);

    private static (string Noisy, string Clean)? PairFolders(string path)
    {
        foreach (var (noisy, clean) in FolderNames.Select(names => (Path.Combine(path, names.Noisy), Path.Combine(path, names.Clean))))
            if (Directory.Exists(noisy) && Directory.Exists(clean)) return (noisy, clean);
        return null;
    }

    private static PairList Checked(string name, List<FilePair> pairs, Complaints complaints, string nothing, bool singles = false)
    {
        foreach (var pair in pairs)
        {
            foreach (var path in new[] { pair.Noisy, pair.Clean }.Where(path => !File.Exists(path))) complaints.Add($"{path} (of the pair {pair.Name}) does not exist");
            if (pair.IsSingle && !singles) complaints.Add($"the pair {pair.Name} names the same file twice: {pair.Noisy}");
        }
        if (pairs.Count == 0 && !complaints.Any) complaints.Add(nothing);
        complaints.ThrowIfAny();
        return new PairList(name, pairs);
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
