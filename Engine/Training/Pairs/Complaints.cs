namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Everything that is wrong with what the user gave, told at once.</summary>
internal sealed class Complaints
{
    private const int Shown = 20;
    private readonly List<string> _sentences = [];

    public bool Any => _sentences.Count > 0;

    public void Add(string sentence) => _sentences.Add(sentence);

    public void AddAll(IEnumerable<string> sentences) => _sentences.AddRange(sentences);

    /// <inheritdoc cref="ThrowIfAny()"/>
    public static void ThrowIfAny(IEnumerable<Complaints> parts)
    {
        var all = new Complaints();
        foreach (var part in parts) all._sentences.AddRange(part._sentences);
        all.ThrowIfAny();
    }

    /// <exception cref="EngineFailure">BadInput with one line for each complaint, if there is any.</exception>
    public void ThrowIfAny()
    {
        if (!Any) return;
        var more = _sentences.Count > Shown ? $"\nand {_sentences.Count - Shown} more of this kind" : string.Empty;
        throw new EngineFailure(FailureKind.BadInput, string.Join('\n', _sentences.Take(Shown)) + more);
    }
}
