using FijiBridge.Engine;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>Trains on this computer. It stands apart so that commands that talk to a server never load the engine.</summary>
internal static class LocalTraining
{
    /// <exception cref="EngineFailure">What is wrong with the request or the images, or what training failed with.</exception>
    /// <exception cref="CommandFailure">The name is taken, or there is an interrupted training of this name.</exception>
    public static async Task<TrainResult> RunAsync(TrainOptions options, IProgress<RunProgress> progress, CancellationToken ct)
    {
        var request = RequestOf(options);
        var place = TrainedModelPlace.Open(options, progress);
        var outcome = await Task.Run(() => Train(request with { Checkpoint = place.Checkpoint, Resume = options.Resume }, place, progress, ct), CancellationToken.None);
        return new TrainResult(options.ModelName, place.Keep(outcome.Trained.Reason != StopReason.Cancelled), options.Out is null, outcome);
    }

    private static TrainingOutcome Train(TrainingRequest request, TrainedModelPlace place, IProgress<RunProgress> progress, CancellationToken ct)
    {
        try
        {
            return TrainingRun.Run(request, place.Package, progress, ct: ct);
        }
        catch (OperationCanceledException) when (File.Exists(place.Checkpoint))
        {
            throw new CommandFailure(ExitCodes.Interrupted, "interrupted before the first validation, so that there is no model yet; the same command with --resume goes on");
        }
    }

    /// <summary>Paths become lists of pairs; nothing is opened yet.</summary>
    public static TrainingRequest RequestOf(TrainOptions options)
    {
        PairList? List(string? path) => path is null ? null : PairsIn(path, options);
        var request = new TrainingRequest
        {
            Pairs = PairsIn(options.Pairs, options),
            Validation = List(options.Validate),
            Independent = List(options.Independent),
            Name = options.ModelName,
            Noise2Noise = options.Noise2Noise,
            Architecture = options.Architecture,
            From = options.From,
            Task = TaskOf(options.Task),
            Loss = options.Loss is { } loss ? LossKinds.Named(loss) : null,
            Noise = options.Noise is var (gain, offset, readNoise) ? new NoiseModel(gain, offset, readNoise) : null,
            Frames = options.Frames,
            Volumes = options.Volumes,
            Steps = options.Steps,
            Duration = options.Duration,
            Seed = options.Seed,
            KeepClipped = options.KeepClipped,
            License = options.License,
            Device = options.Device,
            Threads = options.Threads,
        };
        return options.Author is null ? request : request with { Authors = [options.Author] };
    }

    // Only where simulation is what was asked for may single images be taken for pairs.
    private static PairList PairsIn(string path, TrainOptions options)
    {
        var pattern = options.Pattern ?? PairList.DefaultPattern;
        var simulates = options.Noise2Noise || options.Task != "denoise";
        return simulates && !PairList.HoldsPairs(path, pattern) ? PairList.FromSingles(path) : PairList.From(path, pattern);
    }

    private static TrainingTask TaskOf(string word) => Enum.Parse<TrainingTask>(word, ignoreCase: true);
}
