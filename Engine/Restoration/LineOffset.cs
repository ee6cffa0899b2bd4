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
        switch (plane.PixelType.BytesPerSample())
        {
            case 1: Undo(plane.Pixels.AsSpan(), plane.Width); break;
            case 2: Undo(MemoryMarshal.Cast<byte, ushort>(plane.Pixels.AsSpan()), plane.Width); break;
            case 4: Undo(MemoryMarshal.Cast<byte, uint>(plane.Pixels.AsSpan()), plane.Width); break;
            default: Undo(MemoryMarshal.Cast<byte, ulong>(plane.Pixels.AsSpan()), plane.Width); break;
        }
        return plane;
    }

    /// <summary>A copy with the rows moved back.</summary>
    public GreyImage Undo(GreyImage image)
    {
        var copy = image.Select(sample => sample);
        Undo(copy.Samples.AsSpan(), image.Width);
        return copy;
    }

    private void Undo<T>(Span<T> samples, int width)
    {
        for (var start = width; Pixels != 0 && start < samples.Length; start += 2 * width) Move(samples.Slice(start, width));
    }

    private void Move<T>(Span<T> row)
    {
        var (edge, moved) = (Pixels > 0 ? row[^1] : row[0], Math.Abs(Pixels));
        if (Pixels > 0) row[moved..].CopyTo(row);
        else row[..^moved].CopyTo(row[moved..]);
        (Pixels > 0 ? row[^moved..] : row[..moved]).Fill(edge);
    }
}
