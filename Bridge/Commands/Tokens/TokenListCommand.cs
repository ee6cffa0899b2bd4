using System.CommandLine;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Commands.Tokens;

/// <summary><c>fijibridge token list</c></summary>
internal sealed class TokenListCommand : Command
{
    public TokenListCommand(TokenOptions options)
        : base("list", "Lists the tokens, without what opens the server.") => SetAction(parsed => Run(parsed, options));

    private static int Run(ParseResult parsed, TokenOptions options)
    {
        var tokens = TokenCommand.With(options.Path(parsed), file => file.Read());
        var (now, output) = (DateTimeOffset.UtcNow, Screen.Of(parsed).Out);
        if (parsed.GetValue(options.Json)) output.WriteLine(new JsonObject { ["tokens"] = new JsonArray([.. tokens.Select(token => TokenJson.Of(token, now))]) }.ToJsonString());
        else TextTable.Write(output, [["ID", "USER", "ROLE", "STATE", "CREATED", "EXPIRES"], .. tokens.Select(token => Row(token, now))]);
        return ExitCodes.Done;
    }

    private static string[] Row(TokenRecord token, DateTimeOffset now) =>
    [
        token.Id, token.User, RoleNames.Of(token.Role), token.StateAt(now), $"{token.Created:yyyy-MM-dd}",
        token.Expires is { } end ? $"{end:yyyy-MM-dd}" : "never",
    ];
}
