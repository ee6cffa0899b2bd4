namespace FijiBridge.Bridge.Server;

/// <summary>Where a server keeps what nobody told it to keep elsewhere: <c>fijibridge/</c> among the user's application data.</summary>
internal static class ServerFolders
{
    public static string DefaultTokens => Path.Combine(User("server"), "tokens.json");

    public static string User(string name)
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "fijibridge", name);
    }
}
