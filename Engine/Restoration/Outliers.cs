using System.Collections.Concurrent;
using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Pixels so bright or dark that a network would spoil their surroundings (hot pixels, a bead among dim cells): it sees them at their channel's
/// <see cref="ChannelScaling.Limits"/>, and what is beyond goes past it into the result, unless the model is one that removes them. Pixels that were not recorded
/// (<see cref="ChannelScaling.Blank"/>) come back as they are. May be used from several threads.
/// </summary>
/// <param name="scalings">Of each channel.</param>
/// <param name="scale">Pixels of the result for one of the input along each axis.</param>
/// <param name="removed">What is beyond the limits does not go past the network.</param>
internal sealed class Outliers(IReadOnlyList<ChannelScaling> scalings, int scale, bool removed = false)
{
    private readonly ConcurrentDictionary<PlaneIndex, IReadOnlyDictionary<int, List<Run>>> _rows = [];

    /// <summary>Planes that were looked at and are not forgotten.</summary>
    public int Held => _rows.Count;

    /// <summary>One sentence for each channel that has such pixels.</summary>
    public static IEnumerable<string> Notices(IReadOnlyList<ChannelScaling> scalings, bool removed)
    {
        for (var channel = 0; channel < scalings.Count; channel++)
        {
            if (scalings[channel].Blank is var (value, share, seen))
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"in channel {channel + 1} {share:P1} of the pixels are {value:G4}, far from all others, as where {(value > seen ? "the camera or the file was saturated, or " : "")}nothing was recorded (a mask, the rim of a shifted image): they do not count, and come back as they are");
            if (scalings[channel].Limits is var (least, most))
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"channel {channel + 1} has pixels far outside the range of nearly all others (below {least:G4} or above {most:G4}), such as hot pixels: the network sees them at these limits, and what is beyond is {(removed ? "left out" : "kept")}");
        }
    }

    /// <summary>Looks for them in a plane of the input whose result is not complete; to do so again changes nothing.</summary>
    public void Look(Plane plane, PlaneIndex index)
    {
        var scaling = scalings[index.Channel];
        if ((scaling.Blank is not null || (scaling.Limits is not null && !removed)) && !_rows.ContainsKey(index)) _rows[index] = Find(plane, scaling);
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
            foreach (var run in found)
                foreach (ref var value in row.Slice(run.X * scale, run.Length * scale)) value = run.IsBlank ? run.Value : value + run.Value;
        if (isLast) _rows.TryRemove(index, out _);
    }

    private Dictionary<int, List<Run>> Find(Plane plane, ChannelScaling scaling)
    {
        var (rows, row) = (new Dictionary<int, List<Run>>(), new double[plane.Width]);
        for (var y = 0; y < plane.Height; y++)
        {
            plane.ReadRow(y, row);
            var found = Runs(row, scaling).ToList();
            if (found.Count > 0) rows[y] = found;
        }
        return rows;
    }

    private IEnumerable<Run> Runs(double[] row, ChannelScaling scaling)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var start = x;
            while (x < row.Length && scaling.IsBlank(row[x])) x++;
            if (x > start) yield return new Run(start, x - start, (float)scaling.Scaled(row[start]), IsBlank: true);
            if (!removed && x < row.Length && scaling.Excess(row[x]) is var excess and not 0) yield return new Run(x, 1, (float)excess, IsBlank: false);
        }
    }

    /// <summary>Neighbouring pixels of a row, in pixels of the input: what is added to each of the result, or, of blank ones, what each is.</summary>
    private readonly record struct Run(int X, int Length, float Value, bool IsBlank);
}
