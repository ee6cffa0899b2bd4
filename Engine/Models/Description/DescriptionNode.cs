using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FijiBridge.Engine.Models.Description;

/// <summary>
/// A place in a model's description: a text, a list, a mapping or nothing. Complaints name the place, for example
/// <c>inputs[0].axes[2].size</c>.
/// </summary>
public sealed class DescriptionNode
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 200_000;

    private readonly object? _value;

    private DescriptionNode(object? value, string place) => (_value, Place) = (value, place);

    public string Place { get; }

    public bool Exists => _value is not null;

    public bool IsMapping => _value is IReadOnlyDictionary<string, object?>;

    public bool IsList => _value is IReadOnlyList<object?>;

    /// <exception cref="EngineFailure">BadModel: not YAML, or larger or deeper than any description has reason to be.</exception>
    public static DescriptionNode Parse(string yaml, string fileName)
    {
        try
        {
            RequireDepth(yaml, fileName);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            var nodes = 0;
            return new DescriptionNode(stream.Documents.Count == 0 ? null : Plain(stream.Documents[0].RootNode, 0, ref nodes), "");
        }
        catch (InvalidOperationException error)
        {
            // Damaged text can bring the parser where it did not expect to be.
            throw new EngineFailure(FailureKind.BadModel, $"{fileName} is not valid YAML", error);
        }
        catch (YamlException error)
        {
            throw new EngineFailure(FailureKind.BadModel, $"{fileName} is not valid YAML: line {error.Start.Line}: {error.Message}", error);
        }
    }

    public DescriptionNode this[string key] => new(
        _value is IReadOnlyDictionary<string, object?> mapping && mapping.TryGetValue(key, out var value) ? value : null,
        Place.Length == 0 ? key : $"{Place}.{key}");

    /// <summary>The elements of a list; none where there is nothing.</summary>
    public IReadOnlyList<DescriptionNode> Items => _value switch
    {
        IReadOnlyList<object?> list => [.. list.Select((item, i) => new DescriptionNode(item, $"{Place}[{i}]"))],
        null => [],
        _ => throw Bad("must be a list"),
    };

    /// <summary>The keys of a mapping; none where there is nothing.</summary>
    public IEnumerable<string> Keys => (_value as IReadOnlyDictionary<string, object?>)?.Keys ?? [];

    /// <summary>The mapping as plain values: texts, lists and mappings.</summary>
    public IReadOnlyDictionary<string, object?> Mapping => _value as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>();

    public string? OptionalText => _value as string;

    public string Text(string? fallback = null) => _value switch
    {
        string text => text,
        null => fallback ?? throw Bad("is missing"),
        _ => throw Bad("must be a text"),
    };

    public double Number(double? fallback = null)
    {
        if (_value is null) return fallback ?? throw Bad("is missing");
        return double.TryParse(OptionalText, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Bad($"is '{_value}', which is not a number");
    }

    /// <summary>A whole number from <paramref name="minimum"/> to a million.</summary>
    public int Whole(int minimum, int? fallback = null)
    {
        var number = Number(fallback);
        return number >= minimum && number <= 1_000_000 && number == Math.Floor(number)
            ? (int)number
            : throw Bad($"is {number}; a whole number from {minimum} to 1000000 is possible");
    }

    /// <summary>"true" or "false"; false where there is nothing.</summary>
    public bool Flag() => Text("false") switch
    {
        "true" => true,
        "false" => false,
        var other => throw Bad($"is '{other}'; true and false are possible"),
    };

    public EngineFailure Bad(string complaint) =>
        new(FailureKind.BadModel, $"the model's description: {(Place.Length == 0 ? "it" : Place)} {complaint}");

    // YamlStream descends by calling itself: brackets without end would use up the stack, which ends the process. The parser does not descend.
    private static void RequireDepth(string yaml, string fileName)
    {
        var parser = new Parser(new StringReader(yaml));
        for (var depth = 0; parser.MoveNext(); depth += parser.Current!.NestingIncrease)
        {
            if (depth > MaxDepth)
                throw new EngineFailure(FailureKind.BadModel, $"{fileName}: line {parser.Current!.Start.Line}: more than {MaxDepth} levels");
        }
    }

    private static object? Plain(YamlNode node, int depth, ref int nodes)
    {
        // An alias may repeat its anchor again and again; both bounds end that.
        if (depth > MaxDepth || ++nodes > MaxNodes)
            throw new EngineFailure(FailureKind.BadModel, $"the model's description has more than {MaxDepth} levels or {MaxNodes} entries");
        switch (node)
        {
            case YamlScalarNode scalar:
                return scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "null" or "~" ? null : scalar.Value;
            case YamlSequenceNode sequence:
                var list = new List<object?>();
                foreach (var child in sequence.Children) list.Add(Plain(child, depth + 1, ref nodes));
                return list;
            case YamlMappingNode mapping:
                var entries = new Dictionary<string, object?>();
                foreach (var (key, value) in mapping.Children) entries[key.ToString()] = Plain(value, depth + 1, ref nodes);
                return entries;
            default:
                return null;
        }
    }
}
