namespace FijiBridge.Bridge.Commands;

/// <summary>Columns of equal width in plain text, the same on a terminal and in a pipe.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="output">Where the lines go.</param>
    /// <param name="rows">Cells; the first row is the heading, and all rows have its length.</param>
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
