using System.Globalization;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>Reads times as <c>20,1000</c>.</summary>
internal static class ExposureTimes
{
    /// <summary>Milliseconds, the shortest first; null for anything but at least two different numbers above 0.</summary>
    public static IReadOnlyList<double>? Parse(string text)
    {
        var times = new List<double>();
        foreach (var word in text.Split(','))
        {
            if (!double.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var time) || !(time > 0)) return null;
            times.Add(time);
        }
        return times.Count > 1 && times.Distinct().Count() == times.Count ? [.. times.Order()] : null;
    }
}
