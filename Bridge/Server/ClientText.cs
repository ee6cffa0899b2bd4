namespace FijiBridge.Bridge.Server;

/// <summary>Text from a client, made fit for logs and messages.</summary>
internal static class ClientText
{
    private const int MaxLength = 120;
    private const int MaxSentence = 2000;

    /// <summary>At most 120 characters, without control characters: a log stays one line for each event, whatever a client sends.</summary>
    public static string Clean(string text) => OneLine(text.Length <= MaxLength ? text : text[..MaxLength] + "...");

    /// <summary>
    /// At most 2000 characters, without control characters: header blocks are limited to some KiB by most clients, and percent-encoding can triple a text.
    /// </summary>
    public static string Sentence(string text) => OneLine(text.Length <= MaxSentence ? text : text[..MaxSentence] + "...");

    /// <summary>Of any length, without control characters.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++) target[i] = char.IsControl(source[i]) ? ' ' : source[i];
    });

    /// <summary>Cleaned, in quotation marks.</summary>
    public static string Quote(string text) => $"'{Clean(text)}'";
}
