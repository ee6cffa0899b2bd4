using FijiBridge.Engine.Inference;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Training;

/// <summary>Does training steps: each fills <see cref="Batch"/> first, then changes the state that the session was opened with.</summary>
internal interface ITrainingSession : IDisposable
{
    /// <summary>To be filled before each step.</summary>
    TrainingBatch Batch { get; }

    /// <summary>One step on <see cref="Batch"/>.</summary>
    /// <param name="step">Steps done before, over all resumptions.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <returns>The loss of the batch before the update, and the length of its gradient before it was shortened.</returns>
    (double Loss, double GradientNorm) Step(long step, double learningRate);

    /// <summary>The session for the options' device; on several threads of the processor the batch is divided among them.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="state">Changed by every step.</param>
    /// <exception cref="EngineFailure">DeviceUnavailable: the device cannot train this network.</exception>
    static ITrainingSession Open(TrainingOptions options, TrainingState state)
    {
        if (options.Device == DeviceKind.Cpu) return options.Lanes > 1 ? new DividedSession(options, state) : new TrainingSession(options, state);
        try
        {
            return new TrainingSession(options, state, ExecutionProvider.Of(options.Device).Append);
        }
        catch (Exception reason) when (reason is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            throw new EngineFailure(FailureKind.DeviceUnavailable, $"{options.Device.DisplayName()} cannot train this network: {DeviceFailures.FirstSentence(reason.Message)}.", reason);
        }
    }
}
