using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiling;

/// <summary>Changes the intensities of consecutive pixels in place.</summary>
public delegate void IntensityChange(Span<double> values);

/// <summary>Copies a tile's read area out of planes, mirroring at the borders of the image. Not for several threads at once.</summary>
public sealed class TileReader(TilePlan plan)
{
    private readonly double[] _row = new double[plan.Input.Width];
    private readonly int[] _columns = new int[plan.X.Tile];

    /// <summary>
    /// Copies <c>[y, x]</c> of one plane into <paramref name="target"/>, which has tile height times tile width values.
    /// <paramref name="scale"/> is applied in double precision, before the values become 32-bit floats.
    /// </summary>
    public void Read(Plane plane, Tile tile, IntensityChange scale, Span<float> target)
    {
        for (var i = 0; i < _columns.Length; i++) _columns[i] = Reflection.Index((long)tile.X.ReadStart + i, plane.Width);
        var (first, last) = (_columns.Min(), _columns.Max());
        var part = _row.AsSpan(0, last - first + 1);
        for (var y = 0; y < plan.Y.Tile; y++)
        {
            plane.ReadRow(Reflection.Index((long)tile.Y.ReadStart + y, plane.Height), first, part);
            scale(part);
            var row = target.Slice(y * plan.X.Tile, plan.X.Tile);
            for (var x = 0; x < row.Length; x++) row[x] = (float)part[_columns[x] - first];
        }
    }
}
