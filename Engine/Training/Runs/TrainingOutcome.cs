using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Training.Packages;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Trained">The network with its best weights.</param>
/// <param name="Device">Where the steps really ran.</param>
/// <param name="NoisyPsnr">Of the validation images before restoration, in dB.</param>
/// <param name="SmoothedPsnr">Of the validation images after the best Gaussian filter, in dB.</param>
/// <param name="Evaluations">The figures in the model's card.</param>
/// <param name="Reports">What was found out about the training pairs.</param>
/// <param name="Warnings">What the user must know.</param>
public sealed record TrainingOutcome(
    TrainedNetwork Trained, DeviceReport Device, double NoisyPsnr, double SmoothedPsnr,
    IReadOnlyList<ModelEvaluation> Evaluations, IReadOnlyList<PairReport> Reports, IReadOnlyList<string> Warnings)
{
    /// <summary>Of the validation images as the model restores them that the training went on from, in dB; null: from none.</summary>
    public double? OriginPsnr { get; init; }
}
