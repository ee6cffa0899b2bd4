using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>One update of the flat vectors as part of the step's graph.</summary>
internal static class Adam
{
    /// <summary>Weights, mean gradient, mean squared gradient, running mean of the weights: what a step changes.</summary>
    public sealed record Vectors(GraphValue Weights, GraphValue Mean, GraphValue Square, GraphValue Average);

    /// <summary>Figures of one step, each a vector of one element.</summary>
    /// <param name="LearningRate">See <see cref="LearningRateSchedule"/>.</param>
    /// <param name="Correction1">1 - beta1^t: the mean gradient began as zeros.</param>
    /// <param name="Correction2">1 - beta2^t.</param>
    /// <param name="AverageDecay">Small in the first steps, so that the running mean forgets the initial weights.</param>
    public sealed record Scalars(GraphValue LearningRate, GraphValue Correction1, GraphValue Correction2, GraphValue AverageDecay);

    public static Vectors Update(Vectors old, GraphValue gradient, GraphValue norm, Scalars now, AdamOptions options)
    {
        if (options.ClipNorm > 0) gradient *= (norm.Graph.Scalar(options.ClipNorm) / (norm + 1e-6)).Min(1);
        var mean = old.Mean * options.Beta1 + gradient * (1 - options.Beta1);
        var square = old.Square * options.Beta2 + gradient.Square() * (1 - options.Beta2);
        var direction = mean / now.Correction1 / ((square / now.Correction2).Sqrt() + options.Epsilon);
        if (options.WeightDecay > 0) direction += old.Weights * options.WeightDecay;
        var weights = old.Weights - direction * now.LearningRate;
        var average = weights + (old.Average - weights) * now.AverageDecay;
        return new Vectors(weights, mean, square, average);
    }
}
