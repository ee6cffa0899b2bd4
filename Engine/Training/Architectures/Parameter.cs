using System.Collections.Immutable;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// One tensor of weights. <paramref name="Deviation"/> is the standard deviation of its initial values, which are normal
/// with mean 0; with 0 they are zeros.
/// </summary>
public sealed record Parameter(string Name, ImmutableArray<int> Shape, double Deviation)
{
    /// <summary>Number of weights.</summary>
    public int Count => Shape.Aggregate(1, (count, size) => checked(count * size));
}
