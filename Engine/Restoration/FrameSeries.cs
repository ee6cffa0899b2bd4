using FijiBridge.Engine.Images;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// Which planes a time-lapse model sees around one plane. At both ends of the series it is mirrored; in place of a plane that was not recorded it sees the next one on
/// the way to the middle.
/// </summary>
internal sealed record FrameSeries(int Frames, bool AlongSlices)
{
    /// <summary>Planes of one value.</summary>
    public IReadOnlySet<PlaneIndex> Blank { get; init; } = new HashSet<PlaneIndex>();

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

    /// <summary>The same beside planes that were not recorded, which is told.</summary>
    public FrameSeries Without(IReadOnlySet<PlaneIndex> blank, Warnings warnings)
    {
        if (Frames == 1 || blank.Count == 0) return this;
        var first = blank.MinBy(index => (index.Frame, index.Slice, index.Channel));
        warnings.Add($"{blank.Count} plane(s) have one value only, as where nothing was recorded (the first is channel {first.Channel + 1}, slice {first.Slice + 1}, frame {first.Frame + 1}): their neighbours were restored without them");
        return this with { Blank = blank };
    }

    /// <summary>The planes around <paramref name="middle"/>, the earliest first.</summary>
    public IEnumerable<PlaneIndex> Around(PlaneIndex middle, StackShape shape)
    {
        for (var offset = -(Frames / 2); offset <= Frames / 2; offset++)
        {
            var nearer = Blank.Contains(middle) ? 0 : offset;
            while (nearer != 0 && Blank.Contains(At(nearer))) nearer -= Math.Sign(nearer);
            yield return At(nearer);
        }

        PlaneIndex At(int offset) => AlongSlices
            ? middle with { Slice = Reflection.Index(middle.Slice + offset, shape.Slices) }
            : middle with { Frame = Reflection.Index(middle.Frame + offset, shape.Frames) };
    }

    /// <summary>How many planes must be kept so that none of a stack of this shape is read twice.</summary>
    public long Reuse(StackShape shape) => AlongSlices ? (long)Frames * shape.Channels : (long)Frames * shape.Channels * shape.Slices;
}
