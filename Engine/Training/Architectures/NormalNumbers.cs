namespace FijiBridge.Engine.Training.Architectures;

/// <summary>Standard normal numbers by seed (Box and Muller 1958).</summary>
internal sealed class NormalNumbers(int seed)
{
    private readonly Random _random = new(seed);

    public double Next()
    {
        // 1 - x lies in (0, 1]: the logarithm stays finite.
        var radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * _random.NextDouble());
    }
}
