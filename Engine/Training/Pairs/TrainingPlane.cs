using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>One plane, or the slices of one volume, from which patches for training are cut: intensities as the network sees them.</summary>
public abstract class TrainingPlane
{
    /// <summary>The field of view; planes of one field never stand on both sides of a split.</summary>
    public abstract string Field { get; }

    /// <summary>Columns of the noisy image.</summary>
    public abstract int Width { get; }

    /// <summary>Rows of the noisy image.</summary>
    public abstract int Height { get; }

    /// <summary>The channel of its stack, zero-based.</summary>
    public virtual int Channel { get; internal init; }

    /// <summary>Slices of a volume; 1 for a plane.</summary>
    public virtual int Depth => 1;

    /// <summary>The target has this many times the columns and rows.</summary>
    public abstract int Scale { get; }

    /// <summary>Some pixels of the target do not count.</summary>
    public abstract bool IsMasked { get; }

    public abstract PairReport Report { get; }

    /// <summary>One for each slice.</summary>
    public virtual IEnumerable<PairReport> Reports => [Report];

    /// <summary>The noise of its stack and channel, in the units that the network sees; null unless maps are made of it.</summary>
    public virtual ScaledNoise? Noise { get; internal init; }

    /// <summary>Where there is something to be seen, in pixels of the noisy image.</summary>
    internal abstract StructureMap Structure { get; }

    /// <summary>Cuts a patch. The same place and the same state of <paramref name="random"/> give the same patch.</summary>
    /// <param name="left">Its first column in the noisy image; the patch lies inside.</param>
    /// <param name="top">Its first row.</param>
    /// <param name="patch">Its size, and where its samples go.</param>
    /// <param name="random">For planes whose noise is made anew for each patch.</param>
    internal abstract void Cut(int left, int top, Patch patch, RandomSource random);

    /// <summary>The plane, or all slices in their order, as pairs that stay as they are; noise that is made is the same for the same seed.</summary>
    internal abstract IReadOnlyList<TrainingPair> Slices(long seed);
}
