using System.Diagnostics;

namespace FijiBridge.Engine.Training;

/// <summary>Teaches a network: steps, validations, checkpoints, and an end.</summary>
public sealed class Trainer
{
    // Sessions allocate and caches fill in the first steps; a training by duration takes its speed from those after.
    private const int UntimedSteps = 5, TimedSteps = 25;

    private const double ReportSeconds = 0.5;

    // Time after which the plan of a training that has so many minutes is made anew, in seconds and as a share of them.
    private const double PlanSeconds = 30, PlanShare = 0.05;

    // Where the final loss begins.
    private const double FinalShare = 0.75;

    private readonly TrainingOptions _options;
    private readonly TrainingState _state;
    private readonly BatchSource _batches;
    private readonly Validation? _validation;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly Stopwatch _clock = new();
    private readonly WeightExchange? _exchange;
    private readonly double _secondsBefore;
    private double _lossSum, _reportedAt, _timedFrom;
    private long _lossCount, _timedStep;

    private Trainer(TrainingOptions options, BatchSource batches, Validation? validation, IProgress<TrainingProgress>? progress)
    {
        (_options, _batches, _validation, _progress) = (options, batches, validation, progress);
        _state = Begin(options);
        if (options.Exchange is { } folder) _exchange = new WeightExchange(folder);
        _secondsBefore = _state.Counters.Seconds;
    }

    private TrainingCounters Counters
    {
        get => _state.Counters;
        set => _state.Counters = value;
    }

    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    /// <summary>
    /// Trains until the steps are done, the time is over, validation no longer improves, or it is cancelled; in every case
    /// the best weights so far come back. Blocks; may run for hours.
    /// </summary>
    /// <param name="options">What and how.</param>
    /// <param name="batches">Gives the batch of each step.</param>
    /// <param name="validation">Judges the running mean of the weights; null: the last weights are the best.</param>
    /// <param name="progress">Told about every half second and at every validation, on the training thread.</param>
    /// <param name="ct">Ends the training after the step in progress.</param>
    /// <exception cref="EngineFailure">
    /// Options out of range, a checkpoint that does not fit, a loss that is no number; DeviceUnavailable: the device cannot run this step.
    /// </exception>
    public static TrainedNetwork Train(
        TrainingOptions options, BatchSource batches, Validation? validation = null, IProgress<TrainingProgress>? progress = null, CancellationToken ct = default) =>
        new Trainer(options.Checked(), batches, validation, progress).Run(ct);

    private static TrainingState Begin(TrainingOptions options)
    {
        var layout = options.Network.Layout;
        if (options.Resume && File.Exists(options.Checkpoint)) return Checkpoint.Read(options.Checkpoint, options.Fingerprint, layout.Count);
        var state = new TrainingState(options.Start is { } start ? [.. start] : layout.Initialize(options.Seed)) { Counters = new TrainingCounters { Steps = options.Steps } };
        if (options.StartScore is { } score) state.Validated(score);
        return state;
    }

    private TrainedNetwork Run(CancellationToken ct)
    {
        using var judged = new NetworkRunner(_options.Network, _state.Average, _options.Threads);
        _clock.Start();
        (_timedStep, _timedFrom) = (Counters.Step, Seconds);
        StopReason? stop;
        while ((stop = RunPhase(judged, ct)) is null)
        {
        }
        if (stop == StopReason.OutOfTime) Validate(judged);
        if (stop == StopReason.Cancelled) Save();
        return Result(stop.Value);
    }

    /// <summary>All steps with one loss.</summary>
    /// <returns>Null when the other loss comes next.</returns>
    private StopReason? RunPhase(NetworkRunner judged, CancellationToken ct)
    {
        var final = IsFinal;
        using var session = ITrainingSession.Open(final ? _options with { Loss = _options.FinalLoss! } : _options, _state);
        StopReason? stop;
        while ((stop = Stop(ct)) is null && (final || !IsFinal))
        {
            Step(session);
            if (Counters.Step % _options.ValidateEvery == 0 || Counters.Step == Counters.Steps) Validate(judged);
            else if (Seconds - _reportedAt > ReportSeconds) Report(null);
            // A machine that was busy at first, or becomes so, must neither end the training early nor leave it without its last, small steps.
            if (IsPlanOld) Plan();
        }
        return stop;
    }

    // Old after a while, and after half of its steps: at twenty times the speed that it was made for, a plan ends within a twentieth of its time.
    private bool IsPlanOld =>
        Counters.Steps is { } steps &&
        (Counters.Step - _timedStep >= steps - Counters.Step || Seconds - _timedFrom > Math.Min(PlanSeconds, PlanShare * (_options.Duration?.TotalSeconds ?? 0)));

    private bool IsFinal => _options.FinalLoss is not null && Counters.Step >= FinalShare * Counters.Steps;

    private StopReason? Stop(CancellationToken ct)
    {
        if (Counters.Step >= Counters.Steps) return StopReason.Finished;
        if (_options.Patience > 0 && Counters.ValidationsSinceBest >= _options.Patience) return StopReason.NoImprovement;
        if (Seconds >= _options.Duration?.TotalSeconds) return StopReason.OutOfTime;
        return ct.IsCancellationRequested ? StopReason.Cancelled : null;
    }

    private void Step(ITrainingSession session)
    {
        _batches(Counters.Step, session.Batch);
        var (loss, _) = session.Step(Counters.Step, _options.LearningRate.At(Counters.Step, Counters.Steps ?? long.MaxValue));
        if (!double.IsFinite(loss))
            throw new EngineFailure(FailureKind.BadInput, $"The loss of step {Counters.Step} is not a number: look for NaN in the images, or choose a learning rate below {_options.LearningRate.Peak}.");
        (_lossSum, _lossCount) = (_lossSum + loss, _lossCount + 1);
        Counters = Counters with { Step = Counters.Step + 1 };
        if (Counters.Step % WeightExchange.Every == 0) _exchange?.Mix(_state);
        if (Counters.Step == UntimedSteps) (_timedStep, _timedFrom) = (Counters.Step, Seconds);
        if (Counters.Steps is null && Counters.Step == UntimedSteps + TimedSteps) Plan();
    }

    // The plan becomes part of the state, so that a resumed training follows the same schedule.
    private void Plan()
    {
        if (_options.Duration is not { } duration || Counters.Step - _timedStep < TimedSteps) return;
        var left = Math.Max(0, duration.TotalSeconds - Seconds);
        var steps = left / ((Seconds - _timedFrom) / (Counters.Step - _timedStep));
        Counters = Counters with { Steps = Counters.Step + Math.Max(1, (long)steps) };
        (_timedStep, _timedFrom) = (Counters.Step, Seconds);
    }

    private void Validate(NetworkRunner judged)
    {
        if (_validation is null) _state.Average.CopyTo(_state.Best, 0);
        double? score = _validation?.Invoke(judged);
        if (score is { } figure) _state.Validated(figure);
        Report(score);
        if (Counters.Step < Counters.Steps) Plan();
        Save();
    }

    private void Save()
    {
        Counters = Counters with { Seconds = Seconds };
        if (_options.Checkpoint is { } path) Checkpoint.Write(path, _state, _options.Fingerprint);
    }

    private void Report(double? score)
    {
        if (_lossCount == 0) return;
        var left = Counters.Steps is { } steps ? TimeSpan.FromSeconds(Seconds / Counters.Step * (steps - Counters.Step)) : (TimeSpan?)null;
        _progress?.Report(new TrainingProgress(
            Counters.Step, Counters.Steps, _lossSum / _lossCount, score, Counters.BestScore, TimeSpan.FromSeconds(Seconds), left));
        (_lossSum, _lossCount, _reportedAt) = (0, 0, Seconds);
    }

    private TrainedNetwork Result(StopReason reason)
    {
        var judged = Counters.BestScore is not null;
        return new TrainedNetwork(
            _options.Network, judged ? _state.Best : [.. _state.Average], Counters.Step, judged ? Counters.BestStep : Counters.Step, Counters.BestScore, reason, TimeSpan.FromSeconds(Seconds));
    }
}
