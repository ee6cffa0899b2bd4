using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Benchmarks;

/// <summary>Cells that neither training nor the choice of weights saw.</summary>
internal static class MadeUpCells
{
    /// <summary>Three stainings, of 0 to 1 each.</summary>
    public static List<GreyImage> Stainings(int side) =>
        [.. Enumerable.Range(0, 3).Select(channel => Lesson.Signal(new SyntheticCells(side, side, 12).Frame(channel, 0), side))];
}
