using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>A microtubule-like filament from near the nucleus towards the membrane; a stiff random walk that sways.</summary>
internal sealed class Filament
{
    private const double Step = 1.5;
    private readonly List<(double X, double Y, double Angle)> _points = [];
    private readonly double _sway;
    private readonly double _speed;
    private readonly double _phase;
    private readonly double _depth;
    private readonly double _slope;
    private readonly double _light;

    /// <summary>Grows from a point near the nucleus in a direction; coordinates are relative to the cell's centre.</summary>
    public Filament(Cell cell, double x, double y, double angle)
    {
        var random = cell.Random;
        (_sway, _speed, _phase) = (random.Uniform(0.5, 3.5), random.Uniform(0.1, 0.35), random.Uniform(0, 2 * Math.PI));
        (_depth, _slope, _light) = (random.Uniform(-1.4, 1.4), random.NextGaussian() * 0.008, random.Uniform(0.5, 1.0));
        var bend = 0.0;
        var longest = cell.Radius * random.Uniform(0.5, 1.35);
        for (var length = 0.0; length < longest; length += Step)
        {
            _points.Add((x, y, angle));
            bend = 0.96 * bend + 0.0036 * random.NextGaussian();
            angle += bend + Homing(cell, x, y, angle);
            (x, y) = (x + Step * PortableMath.Cos(angle), y + Step * PortableMath.Sin(angle));
        }
    }

    public double Length => _points.Count * Step;

    public double Light => _light;

    /// <summary>Where the filament is at a distance from its root, at a time; and its depth there.</summary>
    public (double X, double Y, double Depth) At(double distance, double frame)
    {
        var position = Math.Clamp(distance / Step, 0, _points.Count - 1.001);
        var (before, share) = ((int)position, position - (int)position);
        var (a, b) = (_points[before], _points[Math.Min(before + 1, _points.Count - 1)]);
        var swing = _sway * distance / 120 * PortableMath.Sin(_speed * frame + _phase + distance / 60);
        return (a.X + share * (b.X - a.X) - swing * PortableMath.Sin(a.Angle),
            a.Y + share * (b.Y - a.Y) + swing * PortableMath.Cos(a.Angle),
            _depth + _slope * distance);
    }

    public void Draw(FocusLayers layers, Cell cell, double frame)
    {
        const double spacing = 0.5;
        var centre = cell.Centre(frame);
        for (var distance = 0.0; distance < Length; distance += spacing)
        {
            var (x, y, depth) = At(distance, frame);
            layers.Add(centre.X + x, centre.Y + y, depth, spacing * _light);
        }
    }

    // Turns back along the membrane instead of leaving the cell.
    private static double Homing(Cell cell, double x, double y, double angle)
    {
        var outward = PortableMath.Atan2(y, x);
        var distance = Math.Sqrt(x * x + y * y) / cell.Reach(outward, 0);
        if (distance < 0.82) return 0;
        var turn = PortableMath.Sin(angle - outward) >= 0 ? 1 : -1;
        return PortableMath.Cos(angle - outward) > -0.1 ? turn * 0.25 * (distance - 0.82) : 0;
    }
}
