using System.Numerics.Tensors;
using FijiBridge.Engine.Inference;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Training;

/// <summary>
/// The sessions that share the steps of a training. Each takes its own step from the common state on its own batch; then the state becomes the
/// mean of theirs: the step of all batches together, but for the squares of the gradients, which are averaged after squaring.
/// </summary>
internal sealed class TrainingWorkers : IDisposable
{
    private readonly TrainingState _common;
    private readonly (TrainingState State, TrainingSession Session)[] _workers;

    /// <param name="options">Checked.</param>
    /// <param name="state">Changed by every step.</param>
    /// <exception cref="EngineFailure">DeviceUnavailable: the device cannot train this network.</exception>
    public TrainingWorkers(TrainingOptions options, TrainingState state)
    {
        _common = state;
        _workers = new (TrainingState, TrainingSession)[options.Workers];
        for (var i = 0; i < _workers.Length; i++)
        {
            var own = i == 0 ? state : state.Copy();
            _workers[i] = (own, Open(options, own));
        }
    }

    /// <summary>One step of all.</summary>
    /// <returns>The mean loss.</returns>
    public double Step(BatchSource batches, long step, double learningRate)
    {
        var losses = new double[_workers.Length];
        void Work(int i)
        {
            batches(step * _workers.Length + i, _workers[i].Session.Batch);
            losses[i] = _workers[i].Session.Step(step, learningRate).Loss;
        }

        if (_workers.Length == 1) Work(0);
        else Together(Work);
        return losses.Average();
    }

    public void Dispose()
    {
        foreach (var (_, session) in _workers) session.Dispose();
    }

    private static TrainingSession Open(TrainingOptions options, TrainingState state)
    {
        try
        {
            return new TrainingSession(options, state, ExecutionProvider.Of(options.Device).Append);
        }
        catch (Exception reason) when (options.Device != DeviceKind.Cpu && reason is (OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException))
        {
            throw new EngineFailure(FailureKind.DeviceUnavailable, $"{options.Device.DisplayName()} cannot train this network: {DeviceFailures.FirstSentence(reason.Message)}.", reason);
        }
    }

    private void Together(Action<int> work)
    {
        var others = Enumerable.Range(1, _workers.Length - 1).Select(i => Task.Run(() => work(i))).ToArray();
        work(0);
        Task.WaitAll(others);
        for (var vector = 0; vector < TrainingGraph.Vectors.Length; vector++)
        {
            var mean = _common.Vectors[vector];
            foreach (var (state, _) in _workers.AsSpan(1)) TensorPrimitives.Add(mean, state.Vectors[vector], mean);
            TensorPrimitives.Multiply(mean, 1f / _workers.Length, mean);
            foreach (var (state, _) in _workers.AsSpan(1)) mean.CopyTo(state.Vectors[vector], 0);
        }
    }
}
