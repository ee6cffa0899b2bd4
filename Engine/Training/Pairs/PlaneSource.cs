using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>A stack whose planes can be asked for in any order: a file, or one that is made from another.</summary>
/// <param name="Shape">Its size.</param>
/// <param name="PixelType">The type of every plane.</param>
/// <param name="Read">Gives a plane; the same each time.</param>
public sealed record PlaneSource(StackShape Shape, PixelType PixelType, Func<PlaneIndex, Plane> Read)
{
    /// <summary>A single plane in memory.</summary>
    public static PlaneSource Of(Plane plane) => new(new StackShape(plane.Width, plane.Height), plane.PixelType, _ => plane);

    /// <summary>A shorter exposure of this stack; each plane has its own noise, which is the same for the same seed.</summary>
    public PlaneSource Thinned(ExposureReductionOptions options, long seed)
    {
        var reduction = new ExposureReduction(options);
        return new PlaneSource(Shape, options.Camera.PixelType, index => reduction.Apply(GreyImage.From(Read(index)), new RandomSource(seed, Shape.Position(index))));
    }

    /// <summary>Two independent shorter exposures of this stack, for Noise2Noise.</summary>
    public (PlaneSource First, PlaneSource Second) ThinnedTwice(ExposureReductionOptions options, long seed)
    {
        var reduction = new ExposureReduction(options);
        (Plane First, Plane Second) Both(PlaneIndex index) => reduction.ApplyTwice(GreyImage.From(Read(index)), new RandomSource(seed, Shape.Position(index)));
        var type = options.Camera.PixelType;
        return (new PlaneSource(Shape, type, index => Both(index).First), new PlaneSource(Shape, type, index => Both(index).Second));
    }
}
