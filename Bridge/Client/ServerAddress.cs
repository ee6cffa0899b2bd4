namespace FijiBridge.Bridge.Client;

/// <summary>Reads what a user writes after <c>--server</c>.</summary>
public static class ServerAddress
{
    /// <summary>The port of <c>fijibridge serve</c> when none is named.</summary>
    public const int DefaultPort = 50051;

    /// <summary>
    /// Accepts <c>http://host:port</c>, <c>https://host:port</c>, <c>host:port</c> and <c>host</c>. Without a scheme it is http,
    /// and without scheme and port the port is <see cref="DefaultPort"/>.
    /// </summary>
    /// <exception cref="FormatException">Something else; the message is a sentence for the user.</exception>
    public static Uri Parse(string text)
    {
        var bare = !text.Contains("://", StringComparison.Ordinal);
        if (!Uri.TryCreate(bare ? "http://" + text : text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Unreadable(text, "is not an address");
        if (uri.Scheme is not ("http" or "https")) throw Unreadable(text, $"has the unknown scheme {uri.Scheme}");
        if (uri.PathAndQuery != "/" || uri.Fragment.Length > 0) throw Unreadable(text, "has a path");
        if (uri.UserInfo.Length > 0) throw Unreadable(text, "has a user name");
        return bare && !NamesPort(text) ? new UriBuilder(uri) { Port = DefaultPort }.Uri : uri;
    }

    // Uri does not tell a port 80 that was written from one that was assumed.
    private static bool NamesPort(string text) => text.LastIndexOf(':') > text.LastIndexOf(']');

    private static FormatException Unreadable(string text, string reason) =>
        new($"the server \"{text}\" {reason}: write host:port, http://host:port or https://host:port");
}
