using System.CommandLine;

namespace FijiBridge.Bridge.Commands.Jobs;

/// <summary><c>fijibridge jobs</c>: what a server keeps for its caller. Without a further word it lists that.</summary>
internal sealed class JobsCommand : Command
{
    public JobsCommand()
        : base("jobs", "Lists, fetches and cancels your jobs on a server.")
    {
        var options = new JobsOptions(new ServerAccessOptions(), CommonOptions.Json());
        foreach (var option in options.Server.All.Append(options.Json))
        {
            option.Recursive = true;
            Add(option);
        }
        var list = new JobsListCommand(options);
        Add(list);
        Add(new JobsFetchCommand(options));
        Add(new JobsCancelCommand(options));
        Action = list.Action;
    }
}
