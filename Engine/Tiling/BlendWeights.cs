namespace FijiBridge.Engine.Tiling;

/// <summary>
/// Weights of a tile's kept output along one axis: linear ramps where it overlaps its neighbours, 1 elsewhere. The falling ramp
/// is computed as 1 minus the neighbour's rising one, so that the weights of each pixel sum to one.
/// </summary>
public static class BlendWeights
{
    /// <returns>One weight for each kept output pixel: span length times scale.</returns>
    public static float[] Of(TileSpan span, int scale)
    {
        var weights = new float[span.Length * scale];
        Array.Fill(weights, 1f);
        var (before, after) = (span.OverlapBefore * scale, span.OverlapAfter * scale);
        for (var i = 0; i < before; i++) weights[i] = Rising(i, before);
        for (var i = 0; i < after; i++) weights[weights.Length - after + i] = 1f - Rising(i, after);
        return weights;
    }

    private static float Rising(int i, int overlap) => (i + 1f) / (overlap + 1f);
}
