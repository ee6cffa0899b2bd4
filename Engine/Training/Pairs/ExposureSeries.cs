using System.Globalization;
using System.Text.RegularExpressions;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>One sample at several exposure times, the shortest first.</summary>
internal sealed record ExposureSeries(string Name, IReadOnlyList<(double Milliseconds, string Path)> Exposures)
{
    /// <param name="files">Paths by file name.</param>
    /// <param name="pattern">A file name with <c>{sample}</c> and <c>{exposure}</c>.</param>
    /// <exception cref="EngineFailure">BadRequest: the pattern lacks one of the two.</exception>
    public static IReadOnlyList<ExposureSeries> Find(IReadOnlyDictionary<string, string> files, string pattern)
    {
        var expression = Expression(pattern);
        return [.. files.Select(file => (Match: expression.Match(file.Key), Path: file.Value))
            .Where(file => file.Match.Success)
            .GroupBy(file => file.Match.Groups["sample"].Value)
            .OrderBy(sample => sample.Key, StringComparer.Ordinal)
            .Select(sample => new ExposureSeries(sample.Key, [.. sample
                .Select(file => (double.Parse(file.Match.Groups["exposure"].Value, CultureInfo.InvariantCulture), file.Path))
                .OrderBy(exposure => exposure.Item1)]))];
    }

    private static Regex Expression(string pattern)
    {
        if (!pattern.Contains("{sample}", StringComparison.Ordinal) || !pattern.Contains("{exposure}", StringComparison.Ordinal))
            throw new EngineFailure(FailureKind.BadRequest, $"the pattern {pattern} must contain {{sample}} and {{exposure}}, as in {PairList.DefaultPattern}");
        var text = Regex.Escape(pattern)
            .Replace(Regex.Escape("{sample}"), "(?<sample>.+?)", StringComparison.Ordinal)
            .Replace(Regex.Escape("{exposure}"), @"(?<exposure>\d+(\.\d+)?)", StringComparison.Ordinal);
        return new Regex($"^{text}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
