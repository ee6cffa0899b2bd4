using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>What a ground truth must be so that figures mean anything.</summary>
internal static class TruthCheck
{
    /// <exception cref="CommandFailure">It holds no numbers, or nothing but one.</exception>
    public static void Require(GreyImage clean, string path, long plane, EvaluationOptions options)
    {
        if (!clean.Samples.All(double.IsFinite)) throw Unusable($"the clean image {path} has pixels that are not numbers (plane {plane})");
        if (!(options.RangeFor(clean) > 0)) throw Unusable($"the clean image {path} is constant (plane {plane}); state the data range with --range");
    }

    private static CommandFailure Unusable(string sentence) => new(ExitCodes.BadInput, sentence);
}
