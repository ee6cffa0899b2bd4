using System.CommandLine;
using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Commands.Tokens;

/// <summary>The options that all commands about tokens share.</summary>
internal sealed class TokenOptions
{
    public Option<string?> File { get; } =
        CommonOptions.Value("--tokens", "FILE", "The file of tokens, the same as of serve [default: fijibridge/server/tokens.json in the user's data]");

    public Option<bool> Json { get; } = CommonOptions.Json();

    public string Path(ParseResult parsed) => parsed.GetValue(File) ?? ServerFolders.DefaultTokens;
}
