namespace FijiBridge.Engine.Inference;

/// <summary>
/// One input or output of a network without the batch: <c>[c, y, x]</c>, or <c>[c, z, y, x]</c> for networks that work on volumes.
/// Depth is 1 for networks that work on planes. Every size is at least 1.
/// </summary>
public sealed record TileShape
{
    public TileShape(int channels, int depth, int height, int width)
    {
        Channels = AtLeastOne(channels, nameof(channels));
        Depth = AtLeastOne(depth, nameof(depth));
        Height = AtLeastOne(height, nameof(height));
        Width = AtLeastOne(width, nameof(width));
    }

    public int Channels { get; }

    public int Depth { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>How many samples (32-bit floats) one tile has.</summary>
    public int Length => checked(Channels * Depth * Height * Width);

    public override string ToString() => Depth == 1 ? $"{Channels} x {Height} x {Width}" : $"{Channels} x {Depth} x {Height} x {Width}";

    private static int AtLeastOne(int size, string name) =>
        size >= 1 ? size : throw new ArgumentOutOfRangeException(name, size, "a tile has at least one sample along each axis");
}
