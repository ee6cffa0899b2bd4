using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>A vesicle that is carried to and fro along a filament, with pauses of its own; small ones are dots, large ones rings.</summary>
internal sealed class Vesicle
{
    private readonly Filament _track;
    private readonly double _start;
    private readonly double _velocity;
    private readonly double _radius;
    private readonly double _light;
    private readonly double _jitter;
    private readonly double _phase;

    public Vesicle(RandomSource random, Filament track)
    {
        (_track, _start, _velocity) = (track, random.Uniform(0, track.Length), random.NextGaussian() * 2.2);
        _radius = random.Uniform(0, 2.6);
        _light = random.Uniform(4, 14) * (1 + _radius);
        (_jitter, _phase) = (random.Uniform(0.2, 1.2), random.Uniform(0, 2 * Math.PI));
    }

    public void Draw(FocusLayers layers, Cell cell, double frame)
    {
        var centre = cell.Centre(frame);
        var (x, y, depth) = _track.At(ToAndFro(_start + _velocity * frame), frame);
        x += centre.X + _jitter * PortableMath.Sin(0.9 * frame + _phase);
        y += centre.Y + _jitter * PortableMath.Cos(0.7 * frame + _phase);
        const int points = 16;
        for (var i = 0; i < points; i++)
        {
            var angle = 2 * Math.PI * i / points;
            layers.Add(x + _radius * PortableMath.Cos(angle), y + _radius * PortableMath.Sin(angle), depth, _light / points);
        }
    }

    // Reflected at both ends of the track.
    private double ToAndFro(double distance)
    {
        var period = 2 * _track.Length;
        var folded = distance - period * Math.Floor(distance / period);
        return Math.Min(folded, period - folded);
    }
}
