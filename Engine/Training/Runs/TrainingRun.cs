using System.Globalization;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Training.Packages;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>From pairs of images to a model's package: the whole way, in one short method.</summary>
public sealed class TrainingRun
{
    private const double NoiseLatitude = 2, CorrelationLatitude = 0.1;

    private readonly TrainingRequest _request;
    private readonly IProgress<RunProgress>? _progress;
    private readonly BetweenSteps? _pause;
    private readonly Finish? _finish;
    private readonly List<string> _warnings = [];
    private RunProgress _state = new();

    private TrainingRun(TrainingRequest request, IProgress<RunProgress>? progress, BetweenSteps? pause) =>
        (_request, _progress, _pause, _finish) = (request, progress, pause, request.Origin is { } origin ? origin.Lesson.Finish : null);

    /// <summary>Trains and writes a package. Blocks; may run for hours.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="package">The folder that will be the model's package; must not exist. It appears when everything is done.</param>
    /// <param name="progress">Told about pairs, steps and validations, from several threads.</param>
    /// <param name="pause">Called before each step; may wait while others need the device.</param>
    /// <param name="ct">Ends the training; if there was a validation already, the best network so far becomes the model.</param>
    /// <exception cref="EngineFailure">What is wrong with the request or the images, before training starts; or what training failed with.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first validation: there is no model.</exception>
    public static TrainingOutcome Run(
        TrainingRequest request, string package, IProgress<RunProgress>? progress = null, BetweenSteps? pause = null, CancellationToken ct = default) =>
        new TrainingRun(request.Checked(), progress, pause).Run(package, ct);

    private TrainingOutcome Run(string package, CancellationToken ct)
    {
        var choice = ExecutionProviders.Choose(_request.Device);
        foreach (var notice in _request.Notices) Warn(notice);
        var data = TrainingData.Prepare(_request, _progress, ct);
        foreach (var warning in data.Warnings) Warn(warning);
        foreach (var notice in data.Notices.Append(PairSummary.Describe([.. data.Reports]))) Report(_state with { Notice = notice });
        var options = Recipe.Options(_request, data);
        if (options.Network.Domain is Domain.Stabilized camera) Report(_state with { Notice = Tell(camera.Noise) });
        var heldOut = new HeldOut(data.HeldOut, _finish);
        options = options with { StartScore = ScoreOf(options, heldOut) };
        Report(new RunProgress { NoisyPsnr = heldOut.NoisyPsnr(), SmoothedPsnr = heldOut.SmoothedPsnr(), OriginPsnr = options.StartScore });
        var (trained, device) = Train(options, data, heldOut, choice, ct);
        if (trained.Reason == StopReason.Cancelled && (trained.BestScore is null || !_request.KeepsBest())) throw new OperationCanceledException(ct);
        var evaluations = Evaluate(data, trained);
        if (trained.BestScore == options.StartScore && _request.From is { } from) Warn($"no step made it better than {from} on the validation images: the model is {from} under another name; give it more pairs, or keep using {from}");
        ModelPackageWriter.Write(package, trained, Describe(data, options, evaluations), TestImageOf(data.HeldOut[0], options.Network.Architecture.Volume), _request.Origin?.Lesson.Surroundings);
        return new TrainingOutcome(trained, device, _state.NoisyPsnr!.Value, _state.SmoothedPsnr!.Value, evaluations, [.. data.Reports], _warnings) { OriginPsnr = options.StartScore };
    }

    private double? ScoreOf(TrainingOptions options, HeldOut heldOut)
    {
        if (options.Start is null) return null;
        using var runner = new NetworkRunner(options.Network, options.Start, _request.Threads);
        return heldOut.Score(runner);
    }

    private (TrainedNetwork Trained, DeviceReport Device) Train(TrainingOptions options, TrainingData data, HeldOut heldOut, DeviceChoice choice, CancellationToken ct)
    {
        var sampler = new PatchSampler(data.Training, options.Patch, options.Network.Channels, _request.Seed);
        void Fill(long step, TrainingBatch batch)
        {
            _pause?.Invoke(ct);
            sampler.Fill(step, batch);
        }

        TrainedNetwork On(DeviceKind device) => Trainer.Train(options with { Device = device }, Fill, heldOut.Score, new Steps(this, heldOut), ct);
        try
        {
            return (On(choice.Device.Kind), choice.Device);
        }
        catch (EngineFailure failure) when (failure.Kind == FailureKind.DeviceUnavailable && _request.Device == DeviceKinds.Automatic)
        {
            Warn($"{failure.Message} It was trained on the processor.");
            return (On(DeviceKind.Cpu), ExecutionProviders.Probe(DeviceKind.Cpu));
        }
    }

    private List<ModelEvaluation> Evaluate(TrainingData data, TrainedNetwork trained)
    {
        var affine = _request.MatchIntensities;
        var evaluations = new List<ModelEvaluation> { RunEvaluation.Of(EvaluationRole.Validation, data.HeldOutName, data.HeldOut, trained, affine, _finish) };
        if (data.Independent.Count > 0)
            evaluations.Add(RunEvaluation.Of(EvaluationRole.Independent, _request.Independent!.Name, data.Independent, trained, affine, _finish));
        return evaluations;
    }

    private ModelDescription Describe(TrainingData data, TrainingOptions options, IReadOnlyList<ModelEvaluation> evaluations)
    {
        var fields = data.Training.Select(plane => plane.Field).Distinct().Count();
        var mode = _request.Noise2Noise ? "Noise2Noise" : "supervised";
        return new ModelDescription
        {
            Name = _request.Name,
            Description = $"Trained by a user of FijiBridge on {_request.Pairs.Name}, {fields} field(s) of view: {_request.Task.ToString().ToLowerInvariant()}, {mode}{(_request.From is { } origin ? $", going on from {origin}" : "")}.",
            Authors = _request.Authors,
            License = _request.License,
            Data = new Packages.TrainingData(_request.Pairs.Name, $"{data.Training.Count} pair(s) of {(_request.Volumes ? "volumes" : "planes")} from {fields} field(s) of view", _request.Authors),
            Tags = [_request.Task.ToString().ToLowerInvariant(), "fluorescence-light-microscopy"],
            Before = Recipe.Scaling(_request),
            // Models that measure the noise of a stack are told its range figure by figure.
            Noise = _request.From is null ? (data.Reports.Min(report => report.Noise), data.Reports.Max(report => report.Noise)) : null,
            Parameters = _request.From is null ? [] : ParametersOf(data),
            Halo = _request.Origin?.Halo,
            RemovesArtefacts = _request.Task == TrainingTask.Artefacts,
            Evaluations = evaluations,
            Training = new Dictionary<string, string>(NoiseFacts(options.Network.Domain))
            {
                ["mode"] = mode,
                ["task"] = _request.Task.ToString().ToLowerInvariant(),
                ["loss"] = options.Network.Domain is Domain.Stabilized ? "PoissonGaussian" : options.Loss.GetType().Name,
                ["patch"] = string.Join(" x ", options.Patch.Depth > 1 ? [options.Patch.Batch, options.Patch.Depth, options.Patch.Height, options.Patch.Width] : new[] { options.Patch.Batch, options.Patch.Height, options.Patch.Width }),
                ["seed"] = _request.Seed.ToString(CultureInfo.InvariantCulture),
                ["from"] = _request.From ?? "random weights",
            },
        };
    }

    private string Tell(NoiseModel noise)
    {
        var origin = _request.Noise is null ? "estimated from the noisy images (offset and read noise cannot be told apart there)" : "as given";
        return string.Create(CultureInfo.InvariantCulture, $"noise of the camera: gain {noise.Gain:0.####}, offset {noise.Offset:0.###}, read noise {noise.ReadNoise:0.###}, {origin}");
    }

    private Dictionary<string, string> NoiseFacts(Domain domain)
    {
        if (domain is not Domain.Stabilized { Noise: var noise }) return [];
        static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
        return new()
        {
            ["noise_gain"] = Text(noise.Gain),
            ["noise_offset"] = Text(noise.Offset),
            ["noise_read"] = Text(noise.ReadNoise),
            ["noise_origin"] = _request.Noise is null ? "estimated" : "given",
        };
    }

    // Scaling by percentiles takes any brightness and contrast away, so that the scaled image serves as well as the recorded one;
    // for models of a camera's noise it is the recorded one.
    private static TestImage TestImageOf(IReadOnlyList<TrainingPair> slices, bool volume)
    {
        var (height, width) = (slices[0].Height, slices[0].Width);
        return volume
            ? new([.. slices.SelectMany(slice => slice.Frames[0])], [1, 1, slices.Count, height, width])
            : new([.. slices[0].Frames.SelectMany(frame => frame)], [1, slices[0].Frames.Count, height, width]);
    }

    // Stacks of the same microscope differ a little from those that were trained on.
    private static IReadOnlyList<ModelParameter> ParametersOf(TrainingData data)
    {
        var seen = data.Training.Select(plane => plane.Noise!).ToList();
        (double, double) Around(Func<ScaledNoise, double> figure) => (seen.Min(figure) / NoiseLatitude, seen.Max(figure) * NoiseLatitude);
        return NoiseAwareInput.Parameters(
            Around(noise => noise.Variance), Around(noise => noise.Growth),
            (Math.Max(0, seen.Min(noise => noise.Correlation) - CorrelationLatitude), Math.Min(1, seen.Max(noise => noise.Correlation) + CorrelationLatitude)));
    }

    private void Warn(string warning)
    {
        _warnings.Add(warning);
        Report(_state with { Notice = warning });
    }

    private void Report(RunProgress state)
    {
        _state = state;
        _progress?.Report(state);
    }

    private sealed class Steps(TrainingRun run, HeldOut heldOut) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            var state = run._state with { Training = value, Notice = null };
            run.Report(value.Score is null ? state : state with { Ssim = heldOut.Ssim, Preview = heldOut.Preview });
        }
    }
}

/// <summary>Called before each training step; waits as long as others need the device, or until it is cancelled.</summary>
public delegate void BetweenSteps(CancellationToken ct);
