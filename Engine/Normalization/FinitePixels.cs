using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>Refuses what no network can restore: NaN, infinities and values beyond the range of a 32-bit float.</summary>
public static class FinitePixels
{
    /// <summary>Only the floating types can hold such values; others need not be looked at.</summary>
    public static bool MayFail(PixelType type) => !type.IsInteger();

    /// <exception cref="EngineFailure">BadInput, naming the first such pixel of the plane and how many there are.</exception>
    public static void Require(Plane plane, PlaneIndex index)
    {
        if (!MayFail(plane.PixelType)) return;
        var row = new double[plane.Width];
        (int X, int Y, double Value)? first = null;
        long count = 0;
        for (var y = 0; y < plane.Height; y++)
        {
            plane.ReadRow(y, row);
            for (var x = 0; x < row.Length; x++)
            {
                if (Math.Abs(row[x]) <= float.MaxValue) continue;
                first ??= (x, y, row[x]);
                count++;
            }
        }
        if (first is { } found) throw Failure(index, found, count);
    }

    private static EngineFailure Failure(PlaneIndex index, (int X, int Y, double Value) first, long count) => new(
        FailureKind.BadInput,
        $"channel {index.Channel + 1}, slice {index.Slice + 1}, frame {index.Frame + 1} has {count} pixel(s) that are not finite numbers " +
        $"(the first is {Name(first.Value)} at x={first.X}, y={first.Y}); replace them by numbers first (in Fiji: Process > Noise > Remove NaNs...)");

    private static string Name(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => $"{value:G4}, beyond the range of 32-bit floats",
    };
}
