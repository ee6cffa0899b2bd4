using System.Diagnostics;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Restores the stacks of a plan one after another and goes on after a bad one.</summary>
internal sealed class RestoreBatch(RestorationClient client, RestoreOptions options, IRestoreDisplay display)
{
    private readonly HashSet<string> _told = [];

    /// <summary>True for failures that the next file would meet as well: Ctrl-C and a server that is gone.</summary>
    public static bool EndsBatch(CommandFailure failure) => failure.ExitCode is ExitCodes.Interrupted or ExitCodes.Unreachable;

    public async Task<RestoreSummary> RunAsync(RestorePlan plan, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var outcomes = new List<StackOutcome>();
        if (plan.IsBatch) OutputFolder.Create(options.Output);
        foreach (var pair in plan.Pairs)
        {
            outcomes.Add(await RestoreAsync(pair, ct));
            if (outcomes[^1].Failure is { } failure && EndsBatch(failure)) break;
        }
        return new RestoreSummary(plan, outcomes, _told, Stopwatch.GetElapsedTime(began));
    }

    private async Task<StackOutcome> RestoreAsync(RestorePair pair, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var done = await display.ShowAsync(Path.GetFileName(pair.Input), progress =>
                client.RestoreAsync(pair.Input, pair.Output, options.Settings, options.Overwrite, new ToldOnce(_told, progress), ct));
            return new StackOutcome(pair, done, null, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception exception)
        {
            return new StackOutcome(pair, null, CommandFailure.From(exception), Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Passes standing notices on the first time only.</summary>
    private sealed class ToldOnce(HashSet<string> told, IProgress<TransferProgress> next) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (!value.IsStanding || told.Add(value.Notice!)) next.Report(value);
        }
    }
}
