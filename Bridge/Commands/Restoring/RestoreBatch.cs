using System.Diagnostics;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Restores the stacks of a plan one after another and goes on after a bad one.</summary>
internal sealed class RestoreBatch(RestorationClient client, RestoreOptions options, IRestoreDisplay display)
{
    /// <summary>True for failures that the next file would meet as well: Ctrl-C and a server that is gone.</summary>
    public static bool EndsBatch(CommandFailure failure) => failure.ExitCode is ExitCodes.Interrupted or ExitCodes.Unreachable;

    public async Task<RestoreSummary> RunAsync(RestorePlan plan, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var outcomes = new List<RestoreOutcome>();
        if (plan.IsBatch) CreateFolder(options.Output);
        foreach (var pair in plan.Pairs)
        {
            outcomes.Add(await RestoreAsync(pair, ct));
            if (outcomes[^1].Failure is { } failure && EndsBatch(failure)) break;
        }
        return new RestoreSummary(plan, outcomes, Stopwatch.GetElapsedTime(began));
    }

    private async Task<RestoreOutcome> RestoreAsync(RestorePair pair, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var done = await display.ShowAsync(Path.GetFileName(pair.Input), progress =>
                client.RestoreAsync(pair.Input, pair.Output, options.Settings, options.Overwrite, progress, ct));
            return new RestoreOutcome(pair, done, null, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception exception)
        {
            return new RestoreOutcome(pair, null, CommandFailure.From(exception), Stopwatch.GetElapsedTime(began));
        }
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCodes.OutputFailed, $"cannot create the folder {folder}: {failure.Message}", failure);
        }
    }
}
