using System.Collections.Concurrent;
using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Pixels so bright or dark that a network would spoil their surroundings (hot pixels, a bead among dim cells): it sees them at their channel's
/// <see cref="ChannelScaling.Limits"/>, and what is beyond goes past it into the result, unless the model is one that removes them. May be used from several threads.
/// </summary>
/// <param name="scalings">Of each channel.</param>
/// <param name="scale">Pixels of the result for one of the input along each axis.</param>
/// <param name="removed">Nothing goes past the network.</param>
internal sealed class Outliers(IReadOnlyList<ChannelScaling> scalings, int scale, bool removed = false)
{
    private readonly ConcurrentDictionary<PlaneIndex, IReadOnlyDictionary<int, List<(int X, float Excess)>>> _rows = [];

    /// <summary>Planes that were looked at and are not forgotten.</summary>
    public int Held => _rows.Count;

    /// <summary>One sentence for each channel that has such pixels.</summary>
    public static IEnumerable<string> Notices(IReadOnlyList<ChannelScaling> scalings, bool removed)
    {
        for (var channel = 0; channel < scalings.Count; channel++)
            if (scalings[channel].Limits is var (least, most))
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"channel {channel + 1} has pixels far outside the range of nearly all others (below {least:G4} or above {most:G4}), such as hot pixels: the network sees them at these limits, and what is beyond is {(removed ? "left out" : "kept")}");
    }

    /// <summary>Looks for them in a plane of the input whose result is not complete; to do so again changes nothing.</summary>
    public void Look(Plane plane, PlaneIndex index)
    {
        if (!removed && scalings[index.Channel].Limits is not null && !_rows.ContainsKey(index)) _rows[index] = Find(plane, scalings[index.Channel]);
    }

    /// <summary>Adds what went past the network to a row of the result that the network made.</summary>
    /// <param name="index">A plane that was looked at; after its last row it is forgotten.</param>
    /// <param name="y">The row in the result.</param>
    /// <param name="row">In the network's units.</param>
    /// <param name="isLast">It is the last of its plane.</param>
    public void AddTo(PlaneIndex index, int y, Span<float> row, bool isLast)
    {
        if (!_rows.TryGetValue(index, out var rows)) return;
        if (rows.TryGetValue(y / scale, out var found))
            foreach (var (x, excess) in found) foreach (ref var value in row.Slice(x * scale, scale)) value += excess;
        if (isLast) _rows.TryRemove(index, out _);
    }

    private static Dictionary<int, List<(int X, float Excess)>> Find(Plane plane, ChannelScaling scaling)
    {
        var (rows, row) = (new Dictionary<int, List<(int, float)>>(), new double[plane.Width]);
        for (var y = 0; y < plane.Height; y++)
        {
            plane.ReadRow(y, row);
            var found = new List<(int, float)>();
            for (var x = 0; x < row.Length; x++) if (scaling.Excess(row[x]) is var excess and not 0) found.Add((x, (float)excess));
            if (found.Count > 0) rows[y] = found;
        }
        return rows;
    }
}
