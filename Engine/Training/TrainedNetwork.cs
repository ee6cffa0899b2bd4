namespace FijiBridge.Engine.Training;

/// <summary>A network with its best weights.</summary>
/// <param name="Network">What was trained.</param>
/// <param name="Weights">All weights in the order of <see cref="Network.Layout"/>.</param>
/// <param name="Steps">Steps done in all.</param>
/// <param name="BestStep">The step whose weights these are.</param>
/// <param name="BestScore">Their validation figure; null when there was no validation.</param>
/// <param name="Reason">Why training ended.</param>
/// <param name="Elapsed">Time spent, over all resumptions.</param>
public sealed record TrainedNetwork(
    Network Network, float[] Weights, long Steps, long BestStep, double? BestScore, StopReason Reason, TimeSpan Elapsed)
{
    /// <summary>Opens the network to restore images of any size on the processor.</summary>
    /// <param name="threads">Threads of the processor; 0: all.</param>
    public NetworkRunner Open(int threads = 0) => new(Network, Weights, threads);
}
