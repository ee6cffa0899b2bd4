using System.Globalization;
using System.Text;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>The ImageDescription that ImageJ writes: "ImageJ=1.53t" and then one key=value a line, in their order.</summary>
internal sealed class ImageJDescription
{
    private readonly List<KeyValuePair<string, string>> _lines;

    private ImageJDescription(List<KeyValuePair<string, string>> lines) => _lines = lines;

    public static ImageJDescription Empty { get; } = new([]);

    public IReadOnlyList<KeyValuePair<string, string>> Lines => _lines;

    public static bool IsOne(string description) => description.StartsWith("ImageJ=", StringComparison.Ordinal);

    public static ImageJDescription Parse(string description)
    {
        var lines = description.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (Line: line, Sign: line.IndexOf('=')))
            .Where(l => l.Sign > 0)
            .Select(l => KeyValuePair.Create(l.Line[..l.Sign].Trim(), l.Line[(l.Sign + 1)..].Trim()));
        return new ImageJDescription([.. lines]);
    }

    public static ImageJDescription Of(IEnumerable<KeyValuePair<string, string>> lines) => new([.. lines]);

    public string? Text(string key)
    {
        foreach (var line in _lines)
            if (line.Key == key) return line.Value;
        return null;
    }

    public double? Number(string key) =>
        double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>A size, at least 1; absent or senseless ones are 1.</summary>
    public int Size(string key) => Number(key) is { } value and >= 1 and <= int.MaxValue ? (int)value : 1;

    /// <summary>The same description with <paramref name="key"/> set, at its old place or at the end; null takes it away.</summary>
    public ImageJDescription With(string key, string? value)
    {
        var lines = new List<KeyValuePair<string, string>>(_lines);
        var at = lines.FindIndex(line => line.Key == key);
        if (at >= 0 && value is not null) lines[at] = KeyValuePair.Create(key, value);
        else if (at >= 0) lines.RemoveAt(at);
        else if (value is not null) lines.Add(KeyValuePair.Create(key, value));
        return new ImageJDescription(lines);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, value) in _lines) text.Append(key).Append('=').Append(value).Append('\n');
        return text.ToString();
    }
}
