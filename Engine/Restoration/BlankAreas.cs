using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Fills what was not recorded with the image beside it, mirrored, as tiles beyond the border of an image are filled: a network takes the step to a constant for a
/// structure, and spoils what lies beside it.
/// </summary>
internal static class BlankAreas
{
    /// <summary>Fills in place, each row from itself, and rows of which nothing was recorded from the rows above and below; a plane of blanks stays.</summary>
    public static void Fill(Plane plane, Predicate<double> isBlank)
    {
        var row = new double[plane.Width];
        var recorded = new bool[plane.Height];
        for (var y = 0; y < plane.Height; y++)
        {
            plane.ReadRow(y, row);
            var pixels = Array.ConvertAll(row, sample => !isBlank(sample));
            recorded[y] = pixels.Contains(true);
            if (recorded[y] && pixels.Contains(false)) plane.WriteRow(y, Array.ConvertAll(Mirrored(pixels), x => row[x]));
        }
        if (!recorded.Contains(true)) return;
        var sources = Mirrored(recorded);
        for (var y = 0; y < plane.Height; y++)
        {
            if (recorded[y]) continue;
            plane.ReadRow(sources[y], row);
            plane.WriteRow(y, row);
        }
    }

    /// <summary>For each place the one that it is filled from: itself, or the mirror image in the nearer of the recorded stretches beside it.</summary>
    /// <param name="recorded">One at least is.</param>
    internal static int[] Mirrored(bool[] recorded)
    {
        var sources = new int[recorded.Length];
        (int Start, int End)? before = null;
        for (var i = 0; i < recorded.Length;)
        {
            var (gap, stretch) = (i, End(recorded, i, false));
            var after = stretch < recorded.Length ? (stretch, End(recorded, stretch, true)) : ((int Start, int End)?)null;
            for (i = gap; i < stretch; i++)
            {
                var (start, end) = after is null || (before is not null && i - gap < stretch - i) ? before!.Value : after.Value;
                sources[i] = start + Reflection.Index(i - start, end - start);
            }
            if (after is null) break;
            for (; i < after.Value.End; i++) sources[i] = i;
            before = after;
        }
        return sources;
    }

    // Of the places from the first on that are all recorded, or all not.
    private static int End(bool[] recorded, int first, bool value)
    {
        while (first < recorded.Length && recorded[first] == value) first++;
        return first;
    }
}
