namespace FijiBridge.Engine.Training.Pairs;

/// <summary>A plane, or a volume, from which nothing can be learnt; the others of its file are none the worse for it.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Kind">What it has in common with others, as in "3 with one value everywhere".</param>
/// <param name="Complaint">What is wrong with it, in a sentence with figures and what helps.</param>
internal sealed record LeftOut(string Name, string Kind, string Complaint)
{
    public static LeftOut Constant(string name, string side, double sample) => new(
        name, "with one value everywhere", $"{name}: the {side} image is {sample:0.###} everywhere; there is nothing to learn from it");

    public static LeftOut CutOff(string name, double share, string ends) => new(
        name, "with more than half of their pixels cut off",
        $"{name}: {share:P0} of the clean image are cut off at {ends}, so that nothing can be learnt there; export it again without stretching its contrast, or keep such pixels (--keep-clipped, in Fiji Keep clipped pixels) if they really are background");

    public static LeftOut Strangers(string name, double correlation) => new(
        name, "with images that do not show the same", $"{name}: the two images do not show the same (correlation {correlation:0.00}); do their names belong together?");

    public static LeftOut Shifted(string name, double shift, double longest) => new(
        name, $"with a shift of more than {longest:0.#} pixels",
        $"{name}: the clean image is shifted by {shift:0.0} pixels against the noisy one, and at most {longest:0.#} are moved back; align the two first");

    /// <summary>How many of how many, why, and which are the first.</summary>
    /// <param name="planes">At least one.</param>
    /// <param name="all">With those that are used.</param>
    /// <param name="what">Planes or volumes.</param>
    public static string Describe(IReadOnlyList<LeftOut> planes, int all, string what)
    {
        var kinds = planes.GroupBy(plane => plane.Kind).Select(kind => $"{kind.Count()} {kind.Key} ({PairSummary.Some([.. kind.Select(plane => plane.Name)])})");
        return $"{planes.Count} of {all} {what}, from which nothing can be learnt: {string.Join(", ", kinds)}";
    }
}
