using System.Globalization;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// One step before or after the network as a model's description writes it: the name of an operation and its arguments, still as
/// text (a string, a list of such, or nothing).
/// </summary>
public sealed record ProcessingStep(string Name, IReadOnlyDictionary<string, object?> Arguments)
{
    /// <summary>A number, or <paramref name="fallback"/> where the description gives none.</summary>
    /// <exception cref="EngineFailure">It is not a number, or it is missing and there is no fallback.</exception>
    public double Number(string argument, double? fallback = null) =>
        Optional(argument) ?? fallback ?? throw Bad($"lacks '{argument}'");

    /// <summary>
    /// A number, or null where the description gives none. A list of equal numbers (one for each channel) counts as one number.
    /// </summary>
    public double? Optional(string argument)
    {
        if (!Arguments.TryGetValue(argument, out var value) || value is null) return null;
        if (value is not IReadOnlyList<object?> list) return Parse(argument, value);
        var numbers = list.Select(element => Parse(argument, element)).Distinct().ToList();
        return numbers.Count == 1 ? numbers[0] : throw Bad($"gives '{argument}' for each channel; one value for all is needed");
    }

    /// <summary>A word, or <paramref name="fallback"/> where the description gives none.</summary>
    public string Word(string argument, string fallback) =>
        Arguments.TryGetValue(argument, out var value) && value is string word ? word : fallback;

    /// <summary>A failure that names this operation; <paramref name="complaint"/> goes on from its name.</summary>
    public EngineFailure Bad(string complaint) => new(FailureKind.BadModel, $"the model's operation {Name} {complaint}");

    private double Parse(string argument, object? value) =>
        value is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Bad($"gives '{argument}' as '{value}', which is not a number");
}
