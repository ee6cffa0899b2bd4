namespace FijiBridge.Engine.Training;

/// <summary>Adam (Kingma and Ba 2015); with weight decay AdamW (Loshchilov and Hutter 2019).</summary>
public sealed record AdamOptions
{
    /// <summary>Share of the old mean of gradients that each step keeps.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Share of the old mean of squared gradients that each step keeps.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean square; the smaller, the larger the steps along flat directions.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Each step shrinks the weights by this times the learning rate; 0 is Adam.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Longest gradient, over all weights; longer ones are shortened to it. 0: no limit.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Share of the old running mean of the weights that each step keeps; the mean is what validation and export see.</summary>
    public double AverageDecay { get; init; } = 0.999;
}
