using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Whether the pixels of a channel that have its smallest or largest value lie together, as those outside a mask do, or alone, as hot and dead pixels do. Planes
/// are seen once.
/// </summary>
internal sealed class ExtremeAreas
{
    // Of the pixels of an area, the share that has another of the same value to its left or above.
    private const double Least = 0.4;

    private readonly Extreme _smallest = new(sign: 1), _largest = new(sign: -1);

    /// <summary>The smallest, the largest, both or neither: those whose pixels lie together.</summary>
    public IEnumerable<double> Values => new[] { _smallest, _largest }.Where(extreme => extreme.Together > Least * extreme.Count).Select(extreme => extreme.Value);

    public void Add(Plane plane)
    {
        double[] row = new double[plane.Width], above = new double[plane.Width];
        Array.Fill(above, double.NaN);
        for (var y = 0; y < plane.Height; y++)
        {
            plane.ReadRow(y, row);
            _smallest.Add(row, above);
            _largest.Add(row, above);
            (row, above) = (above, row);
        }
    }

    private sealed class Extreme(int sign)
    {
        public double Value { get; private set; } = sign * double.PositiveInfinity;

        public long Count { get; private set; }

        public long Together { get; private set; }

        public void Add(double[] row, double[] above)
        {
            for (var x = 0; x < row.Length; x++)
            {
                if (sign * row[x] > sign * Value) continue;
                if (row[x] != Value) (Value, Count, Together) = (row[x], 0, 0);
                Count++;
                if ((x > 0 && row[x - 1] == Value) || above[x] == Value) Together++;
            }
        }
    }
}
