using System.Security.Cryptography;
using System.Text;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>The images of a training, opened, checked and split by field of view.</summary>
internal sealed record TrainingData
{
    private const int FewestPlanes = 5, HeldOutPart = 5;

    public required IReadOnlyList<TrainingPlane> Training { get; init; }

    /// <summary>For the choice of the best weights: planes, or the slices of volumes.</summary>
    public required IReadOnlyList<IReadOnlyList<TrainingPair>> HeldOut { get; init; }

    public required string HeldOutName { get; init; }

    /// <summary>Of another sample; empty when none was named.</summary>
    public required IReadOnlyList<IReadOnlyList<TrainingPair>> Independent { get; init; }

    /// <summary>What the user should know about the split.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What the user must know: which planes were left out, and why.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Which files these are, and how they were prepared.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>What was found out about the pairs that train.</summary>
    public IEnumerable<PairReport> Reports => Training.SelectMany(plane => plane.Reports);

    /// <param name="request">Checked.</param>
    /// <param name="progress">Told about pairs done.</param>
    /// <param name="ct">Cancels between two pairs.</param>
    /// <exception cref="EngineFailure">BadInput with every complaint about every pair.</exception>
    public static TrainingData Prepare(TrainingRequest request, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        if (request is { Validation: null, Pairs.Pairs: [{ IsSingle: true }] }) return OneStack(request, progress, ct);
        var (pairs, judged) = (Recipe.Pairs(request, judged: false), Recipe.Pairs(request, judged: true));
        var (training, heldOut) = request.Validation is { } given ? (request.Pairs, given) : request.Pairs.HoldOut(request.Seed);
        // Held out of pairs of noisy images, both sides are noisy here too.
        var judging = request.Validation is null ? pairs : judged;
        var (done, all) = (0, training.Pairs.Count + heldOut.Pairs.Count + (request.Independent?.Pairs.Count ?? 0));
        var warnings = new List<string>();
        void Tell(int _) => progress?.Report(new RunProgress { PairsReady = Interlocked.Increment(ref done), Pairs = all });
        IReadOnlyList<TrainingPlane> Planes(string role, PairList? list, PairOptions options) =>
            list is null ? [] : PairPreparation.Prepare(list.Pairs, options, Tell, planes => warnings.Add(LeftOut(role, planes)), ct);

        return new TrainingData
        {
            Training = Planes("training", training, pairs),
            HeldOut = Fixed(Planes("validation", heldOut, judging), request.Seed),
            HeldOutName = heldOut.Name,
            Independent = Fixed(Planes("independent", request.Independent, judged), request.Seed),
            Fingerprint = FingerprintOf(training.Pairs.Concat(heldOut.Pairs), pairs),
            Warnings = warnings,
        };
    }

    // Of a single stack the last fifth of each channel is held out: its noise is not that of the rest, though the sample is the same.
    private static TrainingData OneStack(TrainingRequest request, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        var (pair, options) = (request.Pairs.Pairs[0], Recipe.Pairs(request, judged: false));
        var planes = PairPreparation.Prepare([pair], options, _ => progress?.Report(new RunProgress { PairsReady = 1, Pairs = 1 }), ct: ct);
        var channels = planes.GroupBy(plane => plane.Channel).Select(channel => channel.ToList()).ToList();
        var held = HeldOutOfEach(channels, pair);
        var last = channels.Count == 1 ? $"its last {held} plane(s)" : $"the last {held} plane(s) of each channel";
        var warnings = new List<string>();
        var independent = request.Independent is { } other
            ? PairPreparation.Prepare(other.Pairs, Recipe.Pairs(request, judged: true), leftOut: planes => warnings.Add(LeftOut("independent", planes)), ct: ct)
            : [];
        return new TrainingData
        {
            Training = [.. channels.SelectMany(channel => channel.SkipLast(held))],
            HeldOut = Fixed([.. channels.SelectMany(channel => channel.TakeLast(held))], request.Seed),
            HeldOutName = $"{pair.Name}, {last}",
            Independent = Fixed(independent, request.Seed),
            Fingerprint = FingerprintOf([pair], options),
            Notices = [$"there is one stack only: {last} judge the network and are not trained on, but show the same sample"],
            Warnings = warnings,
        };
    }

    private static int HeldOutOfEach(List<List<TrainingPlane>> channels, FilePair pair)
    {
        var (all, fewest) = (channels.Sum(channel => channel.Count), channels.Min(channel => channel.Count));
        // Of several channels with few planes at least one of each.
        if (all >= FewestPlanes && fewest > 1) return Math.Max(1, fewest / HeldOutPart);
        var (of, needed) = channels.Count == 1 ? ("", "") : (" of each channel", " in all, two or more of each channel,");
        throw new EngineFailure(FailureKind.BadInput, $"{pair.Name} has {fewest} plane(s){of}, of which some must be held out to judge the network; {FewestPlanes} or more{needed} are needed, or other files");
    }

    private static string LeftOut(string role, string planes) => $"left out of the {role} pairs: {planes}";

    // Whoever judges must see the same images each time.
    private static List<IReadOnlyList<TrainingPair>> Fixed(IReadOnlyList<TrainingPlane> planes, long seed) => [.. planes.Select((plane, i) => plane.Slices(seed + i))];

    private static string FingerprintOf(IEnumerable<FilePair> pairs, PairOptions options)
    {
        var text = new StringBuilder();
        foreach (var path in pairs.SelectMany(pair => new[] { pair.Noisy, pair.Clean }))
            text.Append(path).Append(' ').Append(new FileInfo(path).Length).Append(' ').Append(File.GetLastWriteTimeUtc(path).Ticks).Append('\n');
        text.Append(options with { Processing = Normalization.IntensityProcessing.None, Maps = null });
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
