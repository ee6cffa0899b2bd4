using FijiBridge.Engine.Metrics;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>Planes that belong together and the means of their figures.</summary>
internal sealed record GroupScores(string Name, int Count, PairScores Mean);

/// <summary>What an evaluation found.</summary>
/// <param name="Planes">Every plane of every pair.</param>
/// <param name="Groups">Means by group, in the order in which the groups appear; empty when there is only one.</param>
/// <param name="Mean">Means over all planes.</param>
/// <param name="Provenance">Model, device and parameters that really restored.</param>
/// <param name="Warnings">What is to be known about the pairs, and what the server had to say, each sentence once.</param>
internal sealed record EvaluationReport(
    IReadOnlyList<JudgedPlane> Planes, IReadOnlyList<GroupScores> Groups, PairScores Mean, Provenance Provenance, IReadOnlyList<string> Warnings)
{
    public static EvaluationReport Of(IReadOnlyList<JudgedPair> pairs)
    {
        var planes = pairs.SelectMany(pair => pair.Planes).ToList();
        return new EvaluationReport(
            planes, GroupsOf(planes), Evaluation.Mean([.. planes.Select(plane => plane.Scores)]), pairs[0].Done.Provenance ?? new Provenance(),
            [.. pairs.SelectMany(pair => pair.Done.Warnings).Distinct()]);
    }

    /// <summary>The group that the user named, or the folder of the noisy file.</summary>
    public static string GroupOf(JudgedPlane plane) => plane.Pair.Group ?? Folder(plane.Pair.Noisy);

    private static List<GroupScores> GroupsOf(List<JudgedPlane> planes)
    {
        var groups = planes.GroupBy(GroupOf).ToList();
        var shared = SharedStart([.. groups.Select(group => group.Key)]);
        return groups.Count < 2 ? [] : [.. groups.Select(group =>
            new GroupScores(group.Key[shared..], group.Count(), Evaluation.Mean([.. group.Select(plane => plane.Scores)])))];
    }

    private static string Folder(string path) => Path.GetDirectoryName(path)!.Replace('\\', '/');

    // Folders are told from where they part.
    private static int SharedStart(List<string> names)
    {
        var length = 0;
        while (names.TrueForAll(name => name.Length > length && name[length] == names[0][length])) length++;
        return length == 0 ? 0 : names[0].LastIndexOf('/', length - 1) + 1;
    }
}
