using System.CommandLine;
using System.CommandLine.Parsing;
using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Commands.Tokens;

/// <summary><c>fijibridge token create USER</c></summary>
internal sealed class TokenCreateCommand : Command
{
    private readonly Argument<string> _user = new("USER") { Description = "Name of the user, who owns the jobs that come with this token" };
    private readonly Option<string> _role = CommonOptions.Choice(
        "--role", "user restores; trainer also trains models; admin also imports models and sees everything of everybody", [.. RoleNames.All]);
    private readonly Option<int> _days =
        CommonOptions.Value("--days", "DAYS", 365, "How long it is valid; 0: until it is revoked");

    public TokenCreateCommand(TokenOptions options)
        : base("create", "Makes a token for a user and prints it: this once, since only its hash is kept.")
    {
        Add(_user);
        Add(_role);
        Add(_days);
        _user.Validators.Add(CheckUser);
        _days.Validators.Add(CheckDays);
        SetAction(parsed => Run(parsed, options));
    }

    private int Run(ParseResult parsed, TokenOptions options)
    {
        var days = parsed.GetValue(_days);
        var (path, role) = (options.Path(parsed), RoleNames.Find(parsed.GetRequiredValue(_role))!.Value);
        TimeSpan? validity = days == 0 ? null : TimeSpan.FromDays(days);
        var (token, record) = TokenCommand.With(path, file => file.Create(parsed.GetRequiredValue(_user), role, DateTimeOffset.UtcNow, validity));
        var screen = Screen.Of(parsed);
        if (parsed.GetValue(options.Json))
        {
            var json = TokenJson.Of(record, DateTimeOffset.UtcNow);
            json["token"] = token;
            screen.Out.WriteLine(json.ToJsonString());
            return ExitCodes.Done;
        }
        screen.Error.WriteLine($"{record.User}, {RoleNames.Of(record.Role)}, id {record.Id}, {(record.Expires is { } end ? $"valid until {end:yyyy-MM-dd}" : "valid until it is revoked")}; kept in {path}");
        screen.Out.WriteLine(token);
        return ExitCodes.Done;
    }

    private static void CheckUser(ArgumentResult result)
    {
        var user = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (!UserNames.IsValid(user)) result.AddError($"the user name \"{user}\" cannot be: {UserNames.Rule}");
    }

    private static void CheckDays(OptionResult result)
    {
        if (CommonOptions.Number<int>(result) is { } days and (< 0 or > 3650))
            result.AddError($"--days {days}: from 0 to 3650");
    }
}
