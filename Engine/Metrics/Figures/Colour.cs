namespace FijiBridge.Engine.Metrics.Figures;

/// <summary>An 8-bit RGB colour.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour White { get; } = new(255, 255, 255);

    public static Colour Black { get; } = new(0, 0, 0);

    /// <summary>Marks an inset; visible on dark and bright structures.</summary>
    public static Colour Yellow { get; } = new(255, 214, 10);
}
