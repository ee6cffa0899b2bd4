using System.Numerics.Tensors;

namespace FijiBridge.Engine.Training;

/// <summary>
/// A training step whose batch is divided into lanes, each on threads of its own: their gradients are added, then the state is updated. It is the step of
/// one session but for rounding; threads that meet once in a step do more of them than threads that meet in every operator.
/// </summary>
internal sealed class DividedSession : ITrainingSession
{
    private readonly Lane[] _lanes;
    private readonly BoundSession _update;
    private readonly StepVectors _vectors;
    private readonly float[] _gradient, _counted;

    /// <param name="options">Checked.</param>
    /// <param name="state">Changed by every step.</param>
    public DividedSession(TrainingOptions options, TrainingState state)
    {
        Batch = new TrainingBatch(options);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(index => new Lane(options, state.Weights, Batch, index))];
        _update = new BoundSession(TrainingGraph.BuildUpdate(options), options.Threads);
        _vectors = new StepVectors(_update, options.Adam, state);
        _gradient = _lanes[0].Gradient;
        _update.Input(TrainingGraph.Gradient, _gradient, [_gradient.Length]);
        _counted = _update.InputFigure(TrainingGraph.Counted);
    }

    public TrainingBatch Batch { get; }

    public (double Loss, double GradientNorm) Step(long step, double learningRate)
    {
        var others = _lanes[1..].Select(lane => Task.Run(lane.Run)).ToArray();
        _lanes[0].Run();
        Task.WaitAll(others);
        foreach (var lane in _lanes.AsSpan(1)) TensorPrimitives.Add(_gradient, lane.Gradient, _gradient);
        _counted[0] = _lanes.Sum(lane => lane.Counted);
        _vectors.Set(step, learningRate);
        _update.Run();
        return (_lanes.Sum(lane => lane.Loss) / Math.Max(_counted[0], Loss.LeastCounted), _vectors.GradientNorm);
    }

    public void Dispose()
    {
        _update.Dispose();
        foreach (var lane in _lanes) lane.Dispose();
    }

    // A part of the batch. Sums over its pixels, since with a mask the parts do not count alike.
    private sealed class Lane : IDisposable
    {
        private readonly BoundSession _session;
        private readonly float[] _loss, _counted;

        public Lane(TrainingOptions options, float[] weights, TrainingBatch batch, int index)
        {
            _session = new BoundSession(TrainingGraph.BuildSums(options.Lane), options.Lane.Threads);
            batch.Bind(_session, options.Lane, index, options.Lanes);
            _session.Input(TrainingGraph.Vectors[0], weights, [weights.Length]);
            Gradient = new float[weights.Length];
            _session.Output(TrainingGraph.Gradient, Gradient, [weights.Length]);
            _loss = _session.OutputFigure(TrainingGraph.Loss);
            _counted = _session.OutputFigure(TrainingGraph.Counted);
        }

        public float[] Gradient { get; }

        public float Loss => _loss[0];

        public float Counted => _counted[0];

        public void Run() => _session.Run();

        public void Dispose() => _session.Dispose();
    }
}
