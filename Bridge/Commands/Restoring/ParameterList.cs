using System.Globalization;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Reads <c>--parameter name=value</c>. Which names and values a model takes is for the server to say.</summary>
internal static class ParameterList
{
    /// <summary>A sentence for each text that is not a name, an equals sign and a finite number, and for each name given twice.</summary>
    public static IEnumerable<string> Complaints(IEnumerable<string> texts)
    {
        var names = new HashSet<string>();
        foreach (var text in texts)
        {
            if (!TryParse(text, out var name, out _))
                yield return $"--parameter {text}: write name=value with a number, for instance sigma=1.5";
            else if (!names.Add(name))
                yield return $"--parameter {name} is given twice";
        }
    }

    /// <summary>The values by name, of texts without complaints.</summary>
    public static Dictionary<string, double> Parse(IEnumerable<string> texts)
    {
        var values = new Dictionary<string, double>();
        foreach (var text in texts)
        {
            if (TryParse(text, out var name, out var value)) values[name] = value;
        }
        return values;
    }

    private static bool TryParse(string text, out string name, out double value)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        name = equals > 0 ? text[..equals].Trim() : "";
        value = 0;
        return name.Length > 0
            && double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }
}
