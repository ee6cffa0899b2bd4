using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>One cell with everything in it that can be labelled.</summary>
internal sealed class CellParts
{
    private const int FilamentCount = 110;
    private const int MitochondrionCount = 150;
    private const int VesicleCount = 55;

    private readonly Cell _cell;
    private readonly List<Filament> _filaments = [];
    private readonly List<Mitochondrion> _mitochondria = [];
    private readonly List<Vesicle> _vesicles = [];

    public CellParts(Cell cell)
    {
        _cell = cell;
        var random = cell.Random;
        var side = random.Uniform(0, 2 * Math.PI);
        for (var i = 0; i < FilamentCount; i++)
        {
            AddFilament(random, side);
        }
        for (var i = 0; i < VesicleCount; i++) _vesicles.Add(new Vesicle(random, _filaments[random.NextInt(FilamentCount)]));
        for (var i = 0; i < MitochondrionCount; i++) AddMitochondrion(random);
    }

    public void Draw(FocusLayers layers, int label, double frame)
    {
        switch (label)
        {
            case 0:
                DrawCytoplasm(layers, frame, 0.05);
                foreach (var filament in _filaments) filament.Draw(layers, _cell, frame);
                foreach (var vesicle in _vesicles) vesicle.Draw(layers, _cell, frame);
                break;
            case 1:
                DrawCytoplasm(layers, frame, 0.06);
                foreach (var mitochondrion in _mitochondria) mitochondrion.Draw(layers, _cell, frame);
                break;
            default:
                DrawMembrane(layers, frame);
                DrawNucleus(layers, frame);
                break;
        }
    }

    private static double PolarX(double radius, double angle) => radius * PortableMath.Cos(angle);

    private static double PolarY(double radius, double angle) => radius * PortableMath.Sin(angle);

    // A third grows from the centrosome at one side of the nucleus, the others from anywhere around the nucleus.
    private void AddFilament(RandomSource random, double side)
    {
        var free = random.NextDouble() > 0.33;
        var angle = free ? random.Uniform(0, 2 * Math.PI) : side;
        var radius = _cell.NucleusRadius * (free ? random.Uniform(0.9, 1.9) : 1);
        var spread = free ? 4 : 8;
        var heading = free ? angle + random.NextGaussian() * 0.9 : random.Uniform(0, 2 * Math.PI);
        _filaments.Add(new Filament(_cell, PolarX(radius, angle) + spread * random.NextGaussian(), PolarY(radius, angle) + spread * random.NextGaussian(), heading));
    }

    private void AddMitochondrion(RandomSource random)
    {
        var angle = random.Uniform(0, 2 * Math.PI);
        var share = random.NextDouble();
        var radius = 1.05 * _cell.NucleusRadius + share * (0.85 * _cell.Reach(angle, 0) - _cell.NucleusRadius);
        _mitochondria.Add(new Mitochondrion(_cell, PolarX(radius, angle), PolarY(radius, angle)));
    }

    // Thick around the nucleus, thin at the rim, empty in the nucleus.
    private void DrawCytoplasm(FocusLayers layers, double frame, double light)
    {
        var centre = _cell.Centre(frame);
        foreach (var (x, y, share, area) in Inside(frame, 2))
        {
            var thickness = (1 - share * share) * (0.75 + 0.35 * _cell.Noise.At(x - centre.X, y - centre.Y, 28));
            var nucleus = _cell.NucleusDistance(x, y, frame) < 1 ? 0.35 : 1;
            layers.Add(x, y, 1, area * light * thickness * nucleus);
        }
    }

    private void DrawMembrane(FocusLayers layers, double frame)
    {
        var centre = _cell.Centre(frame);
        foreach (var (x, y, share, area) in Inside(frame, 2))
            layers.Add(x, y, 2, area * 0.035 * (1 + _cell.Noise.At(x - centre.X, y - centre.Y, 40) * 0.8 - 0.4 * share));
        const int points = 4000;
        for (var i = 0; i < points; i++)
        {
            var angle = 2 * Math.PI * i / points;
            var reach = _cell.Reach(angle, frame);
            var light = 0.45 + 0.4 * _cell.Noise.At(angle * 60, 3 * frame, 40);
            var ruffle = 2.2 * _cell.Noise.At(angle * 200, 2 * frame + 500, 30);
            layers.Add(centre.X + PolarX(reach + ruffle, angle), centre.Y + PolarY(reach + ruffle, angle), 0, light * reach * 2 * Math.PI / points);
        }
    }

    private void DrawNucleus(FocusLayers layers, double frame)
    {
        var centre = _cell.Centre(frame);
        var size = 1.3 * _cell.NucleusRadius;
        layers.AddField(centre.X - size, centre.Y - size, centre.X + size, centre.Y + size, 1, (x, y) =>
        {
            var distance = _cell.NucleusDistance(x, y, frame);
            if (distance > 1) return 0;
            var (u, v) = (x - centre.X + 0.2 * frame, y - centre.Y);
            var chromatin = 0.6 + 0.55 * _cell.Noise.At(u, v, 11) + 0.3 * (distance * distance - 0.5);
            var nucleoli = _cell.Noise.At(u + 900, v, 34) > 0.42 ? 0.35 : 1;
            return 0.55 * Math.Max(chromatin, 0.05) * nucleoli * Math.Min(1, (1 - distance) * 8);
        });
    }

    // Points of a polar grid inside the cell, with their share of the way from centre to membrane and the area each stands for.
    private IEnumerable<(double X, double Y, double Share, double Area)> Inside(double frame, double spacing)
    {
        var centre = _cell.Centre(frame);
        var outline = Outline(frame, (int)(2 * Math.PI * _cell.Radius / spacing));
        var rings = (int)(_cell.Radius * 1.3 / spacing);
        for (var ring = 0; ring < rings; ring++)
        {
            var share = (ring + 0.5) / rings;
            var step = Math.Max(1, (int)(1 / share));
            for (var i = ring % step; i < outline.Length; i += step)
                yield return (centre.X + share * outline[i].X, centre.Y + share * outline[i].Y, share, spacing * spacing * share * step);
        }
    }

    private (double X, double Y)[] Outline(double frame, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var angle = 2 * Math.PI * i / count;
        var reach = _cell.Reach(angle, frame);
        return (PolarX(reach, angle), PolarY(reach, angle));
    })];
}
