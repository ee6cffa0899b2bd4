using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Training;

/// <summary>A training step as one graph, on one device.</summary>
internal sealed class TrainingSession : ITrainingSession
{
    private readonly BoundSession _session;
    private readonly StepVectors _vectors;
    private readonly float[] _loss;

    /// <param name="options">Checked.</param>
    /// <param name="state">Changed by every step.</param>
    /// <param name="device">Adds the execution provider; null: the processor.</param>
    public TrainingSession(TrainingOptions options, TrainingState state, Action<SessionOptions>? device = null)
    {
        _session = new BoundSession(TrainingGraph.Build(options), options.Threads, device);
        Batch = new TrainingBatch(options);
        Batch.Bind(_session, options, 0, 1);
        _vectors = new StepVectors(_session, options.Adam, state);
        _loss = _session.OutputFigure(TrainingGraph.Loss);
    }

    public TrainingBatch Batch { get; }

    public (double Loss, double GradientNorm) Step(long step, double learningRate)
    {
        _vectors.Set(step, learningRate);
        _session.Run();
        return (_loss[0], _vectors.GradientNorm);
    }

    public void Dispose() => _session.Dispose();
}
