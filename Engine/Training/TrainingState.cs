namespace FijiBridge.Engine.Training;

/// <summary>
/// All that changes while a network learns. The vectors hold one element for each weight; a step changes them in place.
/// </summary>
internal sealed class TrainingState
{
    public TrainingState(float[] weights) : this(weights, new float[weights.Length], new float[weights.Length], [.. weights], [.. weights])
    {
    }

    public TrainingState(float[] weights, float[] mean, float[] square, float[] average, float[] best) =>
        (Weights, Mean, Square, Average, Best) = (weights, mean, square, average, best);

    public float[] Weights { get; }

    /// <summary>Adam's mean gradient.</summary>
    public float[] Mean { get; }

    /// <summary>Adam's mean squared gradient.</summary>
    public float[] Square { get; }

    /// <summary>The running mean of the weights: what is validated and exported.</summary>
    public float[] Average { get; }

    /// <summary>The running mean at the best validation so far.</summary>
    public float[] Best { get; }

    public TrainingCounters Counters { get; set; } = new();

    /// <summary>All vectors, in the order of a checkpoint.</summary>
    public IReadOnlyList<float[]> Vectors => [Weights, Mean, Square, Average, Best];

    /// <summary>A state with vectors of its own.</summary>
    public TrainingState Copy() => new([.. Weights], [.. Mean], [.. Square], [.. Average], [.. Best]) { Counters = Counters };

    /// <summary>Takes note of a validation; larger is better.</summary>
    public void Validated(double score)
    {
        var better = Counters.BestScore is not { } best || score > best;
        if (better) Average.CopyTo(Best, 0);
        Counters = better
            ? Counters with { BestScore = score, BestStep = Counters.Step, ValidationsSinceBest = 0 }
            : Counters with { ValidationsSinceBest = Counters.ValidationsSinceBest + 1 };
    }
}

/// <summary>The small part of <see cref="TrainingState"/>.</summary>
internal sealed record TrainingCounters
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Steps that will be done; null while a training by duration still measures its speed.</summary>
    public long? Steps { get; init; }

    /// <summary>Seconds spent, over all resumptions.</summary>
    public double Seconds { get; init; }

    public double? BestScore { get; init; }

    public long BestStep { get; init; }

    public int ValidationsSinceBest { get; init; }
}
