using System.Runtime.InteropServices;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Restoration;

/// <summary>How far the second, fourth, ... row of a plane lies to the right of the others, as where a scanner records in both directions.</summary>
/// <param name="Pixels">Negative: to the left; 0: where it should.</param>
internal readonly record struct LineOffset(int Pixels)
{
    /// <summary>What the user is told; null: nothing is moved.</summary>
    public string? Notice => Pixels == 0 ? null
        : $"every second line lay {Math.Abs(Pixels)} pixel(s) to the {(Pixels > 0 ? "right" : "left")} of the others, as in scans in both directions, and was moved back before the model saw it";

    /// <summary>Moves the rows back, in place; at their ends the last pixel is repeated.</summary>
    public Plane Undo(Plane plane)
    {
        Undo(plane.Pixels, plane.Width, plane.PixelType.BytesPerSample());
        return plane;
    }

    /// <summary>A copy with the rows moved back.</summary>
    public GreyImage Undo(GreyImage image)
    {
        var copy = image.Select(sample => sample);
        Undo(MemoryMarshal.AsBytes(copy.Samples.AsSpan()), image.Width, sizeof(double));
        return copy;
    }

    private void Undo(Span<byte> image, int width, int sample)
    {
        var length = width * sample;
        for (var start = length; Pixels != 0 && start < image.Length; start += 2 * length) Move(image.Slice(start, length), sample);
    }

    private void Move(Span<byte> row, int sample)
    {
        var moved = Math.Abs(Pixels) * sample;
        ReadOnlySpan<byte> edge = (Pixels > 0 ? row[^sample..] : row[..sample]).ToArray();
        if (Pixels > 0) row[moved..].CopyTo(row);
        else row[..^moved].CopyTo(row[moved..]);
        var end = Pixels > 0 ? row[^moved..] : row[..moved];
        for (var at = 0; at < moved; at += sample) edge.CopyTo(end[at..]);
    }
}
