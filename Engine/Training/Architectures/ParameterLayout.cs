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
        foreach (var (parameter, values) in Parts(weights))
        foreach (ref var weight in values.Span)
            weight = (float)(parameter.Deviation * normal.Next());
        return weights;
    }

    /// <summary>Each parameter and its part of a flat vector of length <see cref="Count"/>.</summary>
    public IEnumerable<(Parameter Parameter, Memory<float> Values)> Parts(float[] weights)
    {
        var next = 0;
        foreach (var parameter in Parameters)
        {
            yield return (parameter, weights.AsMemory(next, parameter.Count));
            next += parameter.Count;
        }
    }
}
