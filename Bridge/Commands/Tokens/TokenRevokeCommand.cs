using System.CommandLine;
using System.Text.Json.Nodes;

namespace FijiBridge.Bridge.Commands.Tokens;

/// <summary><c>fijibridge token revoke ID</c></summary>
internal sealed class TokenRevokeCommand : Command
{
    private readonly Argument<string> _token = new("ID") { Description = "Id of a token (see fijibridge token list), or a user: all tokens of theirs" };

    public TokenRevokeCommand(TokenOptions options)
        : base("revoke", "Takes a token out of use. A running server refuses it within two seconds; jobs that it brought go on.")
    {
        Add(_token);
        SetAction(parsed => Run(parsed, options));
    }

    private int Run(ParseResult parsed, TokenOptions options)
    {
        var (name, now) = (parsed.GetRequiredValue(_token), DateTimeOffset.UtcNow);
        var revoked = TokenCommand.With(options.Path(parsed), file => file.Revoke(name, now));
        if (revoked.Count == 0) throw new CommandFailure(ExitCodes.Refused, $"there is no token of the id or user \"{name}\" that is not revoked already: see fijibridge token list");
        var output = Screen.Of(parsed).Out;
        if (parsed.GetValue(options.Json)) output.WriteLine(new JsonObject { ["revoked"] = new JsonArray([.. revoked.Select(token => TokenJson.Of(token, now))]) }.ToJsonString());
        else foreach (var token in revoked) output.WriteLine($"{token.Id} of {token.User} revoked");
        return ExitCodes.Done;
    }
}
