using Microsoft.Extensions.Configuration;

namespace FijiBridge.Bridge.Server;

/// <summary>
/// Options from where .NET programs have them: <c>appsettings.json</c> (section <c>FijiBridge</c>), then the environment, then the command line; the later wins.
/// A server that is set up so keeps its jobs, unless told otherwise. A name that is not known is an error, so that no misspelt limit goes unnoticed.
/// </summary>
internal static class ServerConfiguration
{
    /// <summary>FIJIBRIDGE_SERVE_HOST is Host, FIJIBRIDGE_SERVE_LIMITS__MAXJOBS is Limits:MaxJobs.</summary>
    public const string Variables = "FIJIBRIDGE_SERVE_";

    private const string Section = "FijiBridge";

    /// <summary>Read when there and no other file is named.</summary>
    public static string DefaultFile => Path.Combine(AppContext.BaseDirectory, "appsettings.json");

    /// <param name="file">Null: <see cref="DefaultFile"/>, if it is there.</param>
    /// <param name="flags">What the command line says, by the name of the option.</param>
    /// <exception cref="ArgumentException">The file is missing or broken, a name is not known, or a value does not fit.</exception>
    public static ServerOptions Read(string? file, IEnumerable<KeyValuePair<string, string?>> flags)
    {
        try
        {
            var json = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file ?? DefaultFile), optional: file is null).Build();
            var all = new ConfigurationBuilder()
                .AddInMemoryCollection([new(nameof(ServerOptions.KeepsJobs), bool.TrueString)])
                .AddConfiguration(json.GetSection(Section))
                .AddEnvironmentVariables(Variables)
                .AddInMemoryCollection(flags)
                .Build();
            return all.Get<ServerOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new ServerOptions();
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The configuration of the server cannot be used: {Sentence(unreadable)}", unreadable);
        }
    }

    private static string Sentence(Exception unreadable) =>
        ClientText.OneLine(unreadable.InnerException is { } cause and not InvalidOperationException ? $"{unreadable.Message} {cause.Message}" : unreadable.Message);
}
