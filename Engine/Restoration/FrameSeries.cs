using FijiBridge.Engine.Images;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>Which planes a time-lapse model sees around one plane. At both ends of the series it is mirrored.</summary>
internal sealed record FrameSeries(int Frames, bool AlongSlices)
{
    /// <summary>Many programs write a time-lapse as slices; a stack of one frame is therefore taken along its slices.</summary>
    public static FrameSeries Of(StackShape shape, ModelConstraints constraints, Warnings warnings)
    {
        var alongSlices = constraints is { Frames: > 1, ThreeDimensional: false } && shape.Frames == 1 && shape.Slices > 1;
        if (alongSlices)
            warnings.Add($"the stack has one frame and {shape.Slices} slices; the slices were taken as the frames of a time-lapse");
        else if (constraints.Frames > shape.Frames)
            warnings.Add($"the model looks at {constraints.Frames} neighbouring frames and the stack has {shape.Frames}; the missing ones were mirrored");
        if (constraints.ThreeDimensional && shape.Slices == 1)
            warnings.Add("the model looks at neighbouring slices and the stack has one; it was given the same slice again and again");
        return new FrameSeries(constraints.Frames, alongSlices);
    }

    /// <summary>The planes around <paramref name="middle"/>, the earliest first.</summary>
    public IEnumerable<PlaneIndex> Around(PlaneIndex middle, StackShape shape)
    {
        for (var offset = -(Frames / 2); offset <= Frames / 2; offset++)
        {
            yield return AlongSlices
                ? middle with { Slice = Reflection.Index(middle.Slice + offset, shape.Slices) }
                : middle with { Frame = Reflection.Index(middle.Frame + offset, shape.Frames) };
        }
    }

    /// <summary>How many planes must be kept so that none of a stack of this shape is read twice.</summary>
    public long Reuse(StackShape shape) => AlongSlices ? (long)Frames * shape.Channels : (long)Frames * shape.Channels * shape.Slices;
}
