using System.Collections.Immutable;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>The parameters of a network in the order in which they lie in one flat vector.</summary>
public sealed class ParameterLayout(ImmutableArray<Parameter> parameters)
{
    public ImmutableArray<Parameter> Parameters { get; } = parameters;

    /// <summary>Length of the flat vector.</summary>
    public int Count { get; } = parameters.Sum(parameter => parameter.Count);

    /// <summary>
    /// Initial weights: normal with the deviation of each parameter. Equal for equal seeds, on every machine.
    /// </summary>
    public float[] Initialize(int seed)
    {
        var normal = new NormalNumbers(seed);
        var weights = new float[Count];
        var next = 0;
        foreach (var parameter in Parameters)
        {
            foreach (ref var weight in weights.AsSpan(next, parameter.Count))
                weight = (float)(parameter.Deviation * normal.Next());
            next += parameter.Count;
        }
        return weights;
    }
}
