using System.Globalization;
using FijiBridge.Engine.Metrics.Figures;

namespace FijiBridge.Bridge.Commands.Drawing;

/// <summary>Reads <c>x,y,w,h</c>.</summary>
internal static class InsetText
{
    /// <summary>Null for anything but four whole numbers of which width and height are at least 1.</summary>
    public static Inset? Parse(string text)
    {
        var words = text.Split(',');
        var numbers = new int[4];
        if (words.Length != numbers.Length) return null;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out numbers[i])) return null;
        }
        return numbers[2] < 1 || numbers[3] < 1 ? null : new Inset(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
}
