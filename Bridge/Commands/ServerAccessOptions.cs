using System.CommandLine;
using System.CommandLine.Parsing;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands;

/// <summary>The options that name a server and open it, the same for every command that talks to one.</summary>
internal sealed class ServerAccessOptions
{
    public const string TokenVariable = "FIJIBRIDGE_TOKEN";
    public const string FingerprintVariable = "FIJIBRIDGE_SERVER_FINGERPRINT";

    private readonly Option<string?> _token = CommonOptions.Value(
        "--token", "TOKEN", $"Opens a server that asks for one; better in {TokenVariable}, which other users of this computer cannot see");
    private readonly Option<Fingerprint?> _fingerprint = new("--server-fingerprint")
    {
        Description = $"SHA-256 of the only certificate to accept, as fijibridge serve prints it [or {FingerprintVariable}]",
        HelpName = "SHA256",
        CustomParser = result => Parse(result.Tokens[0].Value, result),
    };
    private readonly Option<bool> _allowCleartext = new("--allow-cleartext")
    {
        Description = "Send the token to another computer without TLS, for everybody on the way to read",
    };

    public Option<Uri?> Server { get; } = CommonOptions.Server();

    public IReadOnlyList<Option> All => [Server, _token, _fingerprint, _allowCleartext];

    /// <summary>Null when the work is to be done here.</summary>
    /// <exception cref="CommandFailure">The fingerprint in the environment is none.</exception>
    public ServerTarget? Read(ParseResult parsed) => parsed.GetValue(Server) is not { } address ? null : new ServerTarget(address)
    {
        Token = NotEmpty(parsed.GetValue(_token)) ?? FromEnvironment(TokenVariable),
        Fingerprint = parsed.GetValue(_fingerprint) ?? FingerprintFromEnvironment(address),
        AllowCleartext = parsed.GetValue(_allowCleartext),
    };

    // One that is set for a server of the lab does not hinder a call of this computer in clear text.
    private static Fingerprint? FingerprintFromEnvironment(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps || FromEnvironment(FingerprintVariable) is not { } text) return null;
        try
        {
            return Fingerprint.Parse(text);
        }
        catch (FormatException unreadable)
        {
            throw new CommandFailure(ExitCodes.WrongUsage, $"{FingerprintVariable}: {unreadable.Message}", unreadable);
        }
    }

    private static Fingerprint? Parse(string text, ArgumentResult result)
    {
        try
        {
            return Fingerprint.Parse(text);
        }
        catch (FormatException unreadable)
        {
            result.AddError(unreadable.Message);
            return null;
        }
    }

    private static string? FromEnvironment(string name) => NotEmpty(Environment.GetEnvironmentVariable(name));

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
