using System.CommandLine;
using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Commands.Tokens;

/// <summary><c>fijibridge token</c>: who may use a server.</summary>
internal sealed class TokenCommand : Command
{
    public TokenCommand()
        : base("token", "Makes, lists and revokes the tokens that open a server; run it where the server runs.")
    {
        var options = new TokenOptions();
        foreach (var option in new Option[] { options.File, options.Json })
        {
            option.Recursive = true;
            Add(option);
        }
        Add(new TokenCreateCommand(options));
        Add(new TokenListCommand(options));
        Add(new TokenRevokeCommand(options));
    }

    /// <summary>Does something with the file of tokens.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or written.</exception>
    public static T With<T>(string path, Func<TokenFile, T> work)
    {
        try
        {
            return work(new TokenFile(path));
        }
        catch (InvalidDataException broken)
        {
            throw new CommandFailure(ExitCodes.BadInput, broken.Message, broken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.OutputFailed, $"the file of tokens cannot be used: {failure.Message}", failure);
        }
    }
}
