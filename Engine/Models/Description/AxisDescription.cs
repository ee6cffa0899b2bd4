namespace FijiBridge.Engine.Models.Description;

/// <summary>What an axis of a network's tensor stands for.</summary>
public enum AxisKind
{
    Batch,
    Channel,
    Index,
    Time,
    Z,
    Y,
    X,
}

/// <summary>One axis of a tensor, in the meaning of description 0.5.</summary>
public sealed record AxisDescription(AxisKind Kind, string Id)
{
    /// <summary>Smallest length; the only one when <see cref="Step"/> is 0.</summary>
    public int Min { get; init; } = 1;

    /// <summary>Longer lengths are the smallest plus a multiple of this.</summary>
    public int Step { get; init; }

    /// <summary>The tensor and axis whose length decides about this one's; null when the length is given here.</summary>
    public (string Tensor, string Axis)? Reference { get; init; }

    /// <summary>With a reference: what is added after scaling (negative for a network that crops).</summary>
    public int Offset { get; init; }

    /// <summary>Extent of one element; the ratio of two axes is their relative scale.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Elements on each side of an output that are not to be used.</summary>
    public int Halo { get; init; }

    public bool IsSpace => Kind is AxisKind.Z or AxisKind.Y or AxisKind.X;
}
