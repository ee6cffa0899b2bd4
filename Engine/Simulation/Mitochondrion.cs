using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>A mitochondrion: a short bent tube of unequal brightness that wanders and wriggles.</summary>
internal sealed class Mitochondrion
{
    private readonly List<(double X, double Y, double Light)> _points = [];
    private readonly (double X, double Y) _drift;
    private readonly double _wriggle;
    private readonly double _speed;
    private readonly double _phase;
    private readonly double _depth;

    /// <summary>Grows from a point relative to the cell's centre.</summary>
    public Mitochondrion(Cell cell, double x, double y)
    {
        var random = cell.Random;
        _drift = (random.NextGaussian() * 0.35, random.NextGaussian() * 0.35);
        (_wriggle, _speed, _phase) = (random.Uniform(0.3, 1.6), random.Uniform(0.2, 0.6), random.Uniform(0, 2 * Math.PI));
        _depth = random.NextGaussian() * 1.1;
        var angle = random.Uniform(0, 2 * Math.PI);
        var radius = random.Uniform(1.3, 2.3);
        var light = random.Uniform(0.6, 1.3);
        var (bend, bulge) = (0.0, random.Uniform(0, 2 * Math.PI));
        for (var length = Math.Min(70, 7 + 14 * -PortableMath.Log(1 - random.NextDouble())); length > 0; length -= 0.5)
        {
            bend = 0.93 * bend + 0.012 * random.NextGaussian();
            angle += bend;
            (x, y) = (x + 0.5 * PortableMath.Cos(angle), y + 0.5 * PortableMath.Sin(angle));
            AddDisc(random, x, y, radius * (1 + 0.2 * PortableMath.Sin(length / 5 + bulge)), light);
        }
    }

    public void Draw(FocusLayers layers, Cell cell, double frame)
    {
        var centre = cell.Centre(frame);
        foreach (var (x, y, light) in _points)
        {
            var swing = _wriggle * PortableMath.Sin(_speed * frame + _phase + (x + y) / 14);
            layers.Add(centre.X + x + _drift.X * frame + swing, centre.Y + y + _drift.Y * frame - swing, _depth, light);
        }
    }

    private void AddDisc(RandomSource random, double x, double y, double radius, double light)
    {
        for (var i = 0; i < 8; i++)
        {
            var (u, v) = (random.Uniform(-radius, radius), random.Uniform(-radius, radius));
            if (u * u + v * v < radius * radius) _points.Add((x + u, y + v, 0.16 * light));
        }
    }
}
