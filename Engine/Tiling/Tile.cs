namespace FijiBridge.Engine.Tiling;

/// <summary>One tile along one axis, in input pixels.</summary>
/// <param name="ReadStart">First pixel that the network reads; may lie outside the image, where it is mirrored.</param>
/// <param name="Start">First pixel whose output is kept.</param>
/// <param name="Length">How many pixels' output is kept.</param>
/// <param name="OverlapBefore">How many of the first kept pixels are shared with the tile before.</param>
/// <param name="OverlapAfter">How many of the last kept pixels are shared with the tile after.</param>
public readonly record struct TileSpan(int ReadStart, int Start, int Length, int OverlapBefore, int OverlapAfter)
{
    public int End => Start + Length;
}

/// <summary>
/// A tile of one channel: what the network reads, which part of its output is kept and where that goes; its number along each
/// axis counts from zero.
/// </summary>
public readonly record struct Tile(TileSpan Z, TileSpan Y, TileSpan X, (int Z, int Y, int X) Index);
