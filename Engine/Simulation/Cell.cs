using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>The body of one synthetic cell: an outline that breathes, and a nucleus. Lengths in pixels, times in frames.</summary>
internal sealed class Cell
{
    private readonly (double Amplitude, double Phase, double Speed)[] _waves;
    private readonly double _radius;
    private readonly double _stretch;
    private readonly double _tilt;
    private readonly (double Cosine, double Sine) _nucleusAxis;
    private readonly (double X, double Y) _home;
    private readonly (double X, double Y) _drift;

    public Cell(RandomSource random, double x, double y, double radius)
    {
        (Random, _home, _radius) = (random, (x, y), radius);
        _stretch = random.Uniform(1.0, 1.35);
        _tilt = random.Uniform(0, Math.PI);
        var nucleusTilt = random.Uniform(0, Math.PI);
        _nucleusAxis = (PortableMath.Cos(nucleusTilt), PortableMath.Sin(nucleusTilt));
        _drift = (random.Uniform(-0.25, 0.25), random.Uniform(-0.25, 0.25));
        _waves = [.. Enumerable.Range(2, 8).Select(k =>
            (random.Uniform(0.02, 0.22) / k, random.Uniform(0, 2 * Math.PI), random.Uniform(-0.06, 0.06)))];
        Noise = new SmoothNoise((long)random.NextBits());
        NucleusRadius = 0.3 * radius * random.Uniform(0.9, 1.15);
    }

    /// <summary>What the parts of this cell draw their own chances from.</summary>
    public RandomSource Random { get; }

    public SmoothNoise Noise { get; }

    public double Radius => _radius;

    public double NucleusRadius { get; }

    public (double X, double Y) Centre(double frame) => (_home.X + _drift.X * frame, _home.Y + _drift.Y * frame);

    /// <summary>Distance from the centre to the membrane in a direction (radians).</summary>
    public double Reach(double angle, double frame)
    {
        var reach = 1.0;
        for (var k = 0; k < _waves.Length; k++)
            reach += _waves[k].Amplitude * PortableMath.Cos((k + 2) * angle + _waves[k].Phase + _waves[k].Speed * frame);
        var along = PortableMath.Cos(angle - _tilt);
        return _radius * reach / Math.Sqrt(along * along / (_stretch * _stretch) + (1 - along * along) * _stretch);
    }

    /// <summary>0 at the centre of the nucleus, 1 on its envelope, more outside.</summary>
    public double NucleusDistance(double x, double y, double frame)
    {
        var centre = Centre(frame);
        var (cosine, sine) = _nucleusAxis;
        var (u, v) = ((x - centre.X) * cosine + (y - centre.Y) * sine, (y - centre.Y) * cosine - (x - centre.X) * sine);
        return Math.Sqrt(u * u / 1.3 + v * v * 1.3) / NucleusRadius;
    }
}
