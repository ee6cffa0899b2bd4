using System.Globalization;

namespace FijiBridge.Benchmarks;

/// <summary>Options of a benchmark: pairs of a name, such as --data, and its value.</summary>
internal sealed class NamedOptions(string[] words)
{
    /// <summary>The value behind a name; null where it is not given.</summary>
    public string? this[string name] => Array.IndexOf(words, name) is var i && i >= 0 && i + 1 < words.Length ? words[i + 1] : null;

    /// <summary>The number behind a name.</summary>
    public double Number(string name, double otherwise) => this[name] is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
