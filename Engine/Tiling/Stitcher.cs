namespace FijiBridge.Engine.Tiling;

/// <summary>Takes a finished row of the result. The row is used again afterwards: copy what is to be kept.</summary>
/// <param name="slice">Output slice (z).</param>
/// <param name="y">Output row.</param>
/// <param name="row">The whole row, in the network's intensities.</param>
public delegate void FinishedRow(int slice, int y, Span<float> row);

/// <summary>
/// Blends the kept output of the tiles of one channel and frame, which must come in the order of the plan. A row leaves as soon
/// as no later tile touches it, so that only the rows under the current row of tiles are held.
/// </summary>
public sealed class Stitcher(TilePlan plan, FinishedRow finished)
{
    private readonly Dictionary<(int Z, int Y), float[]> _open = [];
    private readonly Stack<float[]> _spare = [];
    private readonly float[][] _weightsX = [.. plan.SpansX.Select(span => BlendWeights.Of(span, plan.X.Scale))];
    private readonly float[][] _weightsY = [.. plan.SpansY.Select(span => BlendWeights.Of(span, plan.Y.Scale))];
    private readonly float[][] _weightsZ = [.. plan.SpansZ.Select(span => BlendWeights.Of(span, plan.Z.Scale))];

    /// <summary>Rows that are held at the moment.</summary>
    public int OpenRows => _open.Count;

    /// <summary>Adds the next tile's <paramref name="output"/>: <c>[z, y, x]</c> of the axes' output lengths.</summary>
    public void Add(Tile tile, ReadOnlySpan<float> output)
    {
        var (weightsZ, weightsY, weightsX) = (_weightsZ[tile.Index.Z], _weightsY[tile.Index.Y], _weightsX[tile.Index.X]);
        var (firstZ, firstY) = (tile.Z.Start * plan.Z.Scale, tile.Y.Start * plan.Y.Scale);
        for (var z = 0; z < weightsZ.Length; z++)
        {
            for (var y = 0; y < weightsY.Length; y++)
            {
                var source = KeptRow(tile, output, z, y);
                Accumulate(OpenRow(firstZ + z, firstY + y).AsSpan(tile.X.Start * plan.X.Scale), source, weightsX, weightsZ[z] * weightsY[y]);
            }
        }
        if (tile.Index.X == plan.SpansX.Count - 1) Release(tile);
    }

    private ReadOnlySpan<float> KeptRow(Tile tile, ReadOnlySpan<float> output, int z, int y)
    {
        var row = (First(tile.Z, plan.Z) + z) * plan.Y.OutputLength + First(tile.Y, plan.Y) + y;
        return output.Slice(row * plan.X.OutputLength + First(tile.X, plan.X), tile.X.Length * plan.X.Scale);
    }

    /// <summary>Where the kept part begins in the network's output.</summary>
    private static int First(TileSpan span, AxisTiling axis) => (span.Start - span.ReadStart) * axis.Scale - axis.OutputCrop;

    private float[] OpenRow(int z, int y)
    {
        if (_open.TryGetValue((z, y), out var row)) return row;
        row = _spare.TryPop(out var used) ? used : new float[plan.Output.Width];
        Array.Clear(row);
        _open.Add((z, y), row);
        return row;
    }

    private static void Accumulate(Span<float> target, ReadOnlySpan<float> source, float[] weights, float weight)
    {
        for (var x = 0; x < source.Length; x++) target[x] += source[x] * (weight * weights[x]);
    }

    private void Release(Tile tile)
    {
        var (endZ, endY) = (FinishedEnd(tile.Z, plan.Z), FinishedEnd(tile.Y, plan.Y));
        foreach (var (z, y) in _open.Keys.Where(key => key.Z < endZ && key.Y < endY).Order().ToList())
        {
            _open.Remove((z, y), out var row);
            finished(z, y, row);
            _spare.Push(row!);
        }
    }

    private static int FinishedEnd(TileSpan span, AxisTiling axis) => (span.End - span.OverlapAfter) * axis.Scale;
}
