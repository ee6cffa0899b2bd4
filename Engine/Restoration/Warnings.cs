namespace FijiBridge.Engine.Restoration;

/// <summary>Collects what the owner of a result must know, each sentence once, from any thread.</summary>
internal sealed class Warnings
{
    private readonly Lock _lock = new();
    private readonly List<string> _sentences = [];

    public void Add(string sentence)
    {
        lock (_lock)
        {
            if (!_sentences.Contains(sentence)) _sentences.Add(sentence);
        }
    }

    public void Add(IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences) Add(sentence);
    }

    public IReadOnlyList<string> ToList()
    {
        lock (_lock) return [.. _sentences];
    }
}
