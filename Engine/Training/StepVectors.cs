namespace FijiBridge.Engine.Training;

/// <summary>
/// The state and the figures of a step, bound to a session whose graph ends with the update. New values of the vectors are written over the old
/// ones: every use of a vector comes before its new value in the graph.
/// </summary>
internal sealed class StepVectors
{
    private readonly AdamOptions _adam;
    private readonly float[] _learningRate, _correction1, _correction2, _averageDecay, _norm;

    public StepVectors(BoundSession session, AdamOptions adam, TrainingState state)
    {
        _adam = adam;
        foreach (var (name, vector) in TrainingGraph.Vectors.Zip(state.Vectors))
        {
            session.Input(name, vector, [vector.Length]);
            session.Output(TrainingGraph.Next(name), vector, [vector.Length]);
        }
        _learningRate = session.InputFigure(TrainingGraph.LearningRate);
        _correction1 = session.InputFigure(TrainingGraph.Correction1);
        _correction2 = session.InputFigure(TrainingGraph.Correction2);
        _averageDecay = session.InputFigure(TrainingGraph.AverageDecay);
        _norm = session.OutputFigure(TrainingGraph.Norm);
    }

    /// <summary>Length of the gradient of the last step, before it was shortened.</summary>
    public double GradientNorm => _norm[0];

    /// <summary>Before step <paramref name="step"/>, counted from 0.</summary>
    public void Set(long step, double learningRate)
    {
        _learningRate[0] = (float)learningRate;
        _correction1[0] = (float)(1 - Math.Pow(_adam.Beta1, step + 1));
        _correction2[0] = (float)(1 - Math.Pow(_adam.Beta2, step + 1));
        _averageDecay[0] = (float)Math.Min(_adam.AverageDecay, (1.0 + step) / (10.0 + step));
    }
}
