using System.Text.Json.Nodes;
using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Commands.Tokens;

/// <summary>What is kept of a token, as JSON. The names are a contract.</summary>
internal static class TokenJson
{
    public static JsonObject Of(TokenRecord token, DateTimeOffset now) => new()
    {
        ["id"] = token.Id,
        ["user"] = token.User,
        ["role"] = RoleNames.Of(token.Role),
        ["state"] = token.StateAt(now),
        ["created"] = token.Created,
        ["expires"] = token.Expires,
        ["revoked"] = token.Revoked,
    };
}
