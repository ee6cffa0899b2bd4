using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>
/// Percentiles of any number of samples from a few megabytes, after the compactors of Karnin, Lang and Liberty (2016): a full
/// buffer is sorted and every second sample moves up one level, where it stands for twice as many. With n samples a percentile's
/// rank is off by at most log2(n / 16384) / 16384 of n: below 0.1 % for a billion samples, whatever their values (a
/// histogram of equal bins would be spoilt by a single hot pixel). Minimum, maximum, mean and deviation are exact.
/// </summary>
public sealed class QuantileSketch : DistributionCollector
{
    private const int Capacity = 16384;

    private readonly List<Level> _levels = [new()];
    private double _count;
    private double _mean;
    private double _squares;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public override void Add(Plane plane)
    {
        var row = new double[plane.Width];
        for (var y = 0; y < plane.Height; y++)
        {
            plane.ReadRow(y, row);
            AddMoments(row);
            foreach (var value in row) AddTo(0, value);
        }
    }

    public override IntensityDistribution Complete()
    {
        var values = new List<double>();
        var counts = new List<double>();
        for (var level = 0; level < _levels.Count; level++)
        {
            values.AddRange(_levels[level].Values.AsSpan(0, _levels[level].Count));
            counts.AddRange(Enumerable.Repeat(Math.ScaleB(1, level), _levels[level].Count));
        }
        // Two samples of no weight keep the extremes, which compaction may have dropped.
        return new IntensityDistribution([_min, .. values, _max], [0, .. counts, 0], (_mean, Math.Sqrt(_squares / _count)));
    }

    private void AddTo(int index, double value)
    {
        var level = _levels[index];
        level.Values[level.Count++] = value;
        if (level.Count == Capacity) Compact(index);
    }

    private void Compact(int index)
    {
        if (index + 1 == _levels.Count) _levels.Add(new Level());
        var level = _levels[index];
        Array.Sort(level.Values);
        // Alternating between the even and the odd samples makes the errors of successive compactions cancel.
        for (var i = level.TakeOdd ? 1 : 0; i < Capacity; i += 2) AddTo(index + 1, level.Values[i]);
        (level.Count, level.TakeOdd) = (0, !level.TakeOdd);
    }

    /// <summary>
    /// Mean and squared deviations of a row, merged as Chan, Golub and LeVeque (1979) do, which is stable for large offsets.
    /// </summary>
    private void AddMoments(double[] row)
    {
        double sum = 0, squares = 0;
        foreach (var value in row) sum += value;
        var mean = sum / row.Length;
        foreach (var value in row)
        {
            squares += (value - mean) * (value - mean);
            (_min, _max) = (Math.Min(_min, value), Math.Max(_max, value));
        }
        var (total, delta) = (_count + row.Length, mean - _mean);
        _squares += squares + delta * delta * _count * row.Length / total;
        _mean += delta * row.Length / total;
        _count = total;
    }

    private sealed class Level
    {
        public double[] Values { get; } = new double[Capacity];

        public int Count { get; set; }

        public bool TakeOdd { get; set; }
    }
}
