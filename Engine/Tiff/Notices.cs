namespace FijiBridge.Engine.Tiff;

/// <summary>What a user should know about how a file was read, one sentence each.</summary>
internal sealed class Notices
{
    private readonly List<string> _sentences = [];

    public IReadOnlyList<string> Sentences => _sentences;

    public void Add(string sentence) => _sentences.Add(sentence);
}
