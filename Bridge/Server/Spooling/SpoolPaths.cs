namespace FijiBridge.Bridge.Server.Spooling;

/// <summary>Where the files of one job are. Names are made by this program, never by a client.</summary>
/// <param name="Folder">The private folder of the server.</param>
/// <param name="Name">128 random bits in hexadecimal.</param>
internal readonly record struct SpoolPaths(string Folder, string Name)
{
    public const string RecordSuffix = ".job";
    public const string InputSuffix = ".input";
    public const string ResultSuffix = ".result";

    /// <summary>What is known of the job.</summary>
    public string Record => Path.Combine(Folder, Name + RecordSuffix);

    /// <summary>The record while it is written.</summary>
    public string NewRecord => Record + ".new";

    public string Input => Path.Combine(Folder, Name + InputSuffix);

    public string Result => Path.Combine(Folder, Name + ResultSuffix);
}
