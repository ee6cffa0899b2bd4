namespace FijiBridge.Benchmarks;

/// <summary>A table in Markdown with a column for each level of noise, written row by row as they are computed.</summary>
internal static class LevelTable
{
    /// <param name="head">Above the names of the rows.</param>
    /// <param name="levels">Unit: dB below the signal's range.</param>
    /// <param name="rows">The name of each, and what stands in the column of a level.</param>
    public static void Write(string head, double[] levels, IEnumerable<(string Name, Func<double, string> Cell)> rows)
    {
        Console.WriteLine($"| {head} | {string.Join(" | ", levels.Select(level => $"{level} dB"))} |\n|---|{string.Concat(levels.Select(_ => "---|"))}");
        foreach (var (name, cell) in rows) Console.WriteLine($"| {name} | {string.Join(" | ", levels.Select(cell))} |");
    }
}
