using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Training.Packages;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>The figures of a finished network for its card.</summary>
internal static class RunEvaluation
{
    // Non-local means of larger images takes longer than anybody waits at the end of a training.
    private const int LargestSide = 256, MostPlanes = 12;

    /// <param name="role">What the planes were to the network.</param>
    /// <param name="name">What the sample is called.</param>
    /// <param name="planes">At least one plane, or volume of which the middle slice counts; of many, some at equal distances.</param>
    /// <param name="trained">The network.</param>
    /// <param name="affine">Whether each image is first mapped onto its ground truth.</param>
    /// <param name="finish">What the model does after its network; null: nothing.</param>
    public static ModelEvaluation Of(EvaluationRole role, string name, IReadOnlyList<IReadOnlyList<TrainingPair>> planes, TrainedNetwork trained, bool affine, Finish? finish)
    {
        using var network = trained.Open();
        var every = (planes.Count + MostPlanes - 1) / MostPlanes;
        var options = new EvaluationOptions { Affine = affine };
        var scores = planes.Where((_, i) => i % every == 0).Select(plane =>
        {
            var (noisy, restored, target) = HeldOut.Restore(plane, network, LargestSide, finish);
            return Evaluation.Evaluate(plane[plane.Count / 2].Report.Name, noisy, target, restored, options);
        }).ToList();
        return new ModelEvaluation(role, name, scores.Count, Evaluation.Mean(scores), affine);
    }
}
