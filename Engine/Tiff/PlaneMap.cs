using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff;

/// <summary>Where a plane lies: an IFD (0: the file does not hold the plane), a sample of its pixels, and a shift of its strips.</summary>
internal readonly record struct PlaneLocation(long DirectoryOffset, int Sample, long Shift);

/// <summary>The shape of a stack, and the way from a plane's index to its place in the file.</summary>
internal abstract class PlaneMap(StackShape shape)
{
    public StackShape Shape { get; } = shape;

    public abstract PlaneLocation Locate(PlaneIndex index);
}

/// <summary>Pages in XYCZT order; the samples of a pixel are its first channels.</summary>
internal sealed class SequentialPages(StackShape shape, IReadOnlyList<long> directories, int samplesPerPixel) : PlaneMap(shape)
{
    public override PlaneLocation Locate(PlaneIndex index)
    {
        var (page, sample) = Math.DivRem(Shape.Position(index), samplesPerPixel);
        return new PlaneLocation(directories[(int)page], (int)sample, 0);
    }
}

/// <summary>ImageJ's large stacks: one IFD, and plane after plane behind its first strip.</summary>
internal sealed class ContiguousPlanes(StackShape shape, long directory, int samplesPerPixel, long bytesPerPage) : PlaneMap(shape)
{
    public override PlaneLocation Locate(PlaneIndex index)
    {
        var (page, sample) = Math.DivRem(Shape.Position(index), samplesPerPixel);
        return new PlaneLocation(directory, (int)sample, page * bytesPerPage);
    }
}
