using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Models.Description;

/// <summary>Reads tensors as description format 0.4 writes them, into the meaning of 0.5.</summary>
internal static class TensorReader04
{
    public static TensorDescription Input(DescriptionNode tensor, string? testTensor) =>
        Read(tensor, "preprocessing", testTensor, [.. AxisKinds(tensor).Select((kind, i) => InputAxis(tensor, kind, i))]);

    public static TensorDescription Output(DescriptionNode tensor, string? testTensor) =>
        Read(tensor, "postprocessing", testTensor, [.. AxisKinds(tensor).Select((kind, i) => OutputAxis(tensor, kind, i))]);

    private static TensorDescription Read(DescriptionNode tensor, string processing, string? testTensor, AxisDescription[] axes) =>
        new(tensor["name"].Text(), axes, [.. tensor[processing].Items.Select(Step)])
        {
            Text = tensor["description"].Text(""),
            TestTensor = testTensor,
        };

    private static ProcessingStep Step(DescriptionNode step) => new(step["name"].Text(), step["kwargs"].Mapping);

    private static IEnumerable<AxisKind> AxisKinds(DescriptionNode tensor) => tensor["axes"].Text().Select(letter => letter switch
    {
        'b' => AxisKind.Batch,
        'c' => AxisKind.Channel,
        'i' => AxisKind.Index,
        't' => AxisKind.Time,
        'z' => AxisKind.Z,
        'y' => AxisKind.Y,
        'x' => AxisKind.X,
        _ => throw tensor["axes"].Bad($"has the letter '{letter}'; b, c, i, t, z, y and x are known"),
    });

    private static AxisDescription InputAxis(DescriptionNode tensor, AxisKind kind, int i)
    {
        var (axis, shape) = (Named(kind), tensor["shape"]);
        return shape.IsList
            ? axis with { Min = Element(shape, i).Whole(1) }
            : axis with { Min = Element(shape["min"], i).Whole(1), Step = Element(shape["step"], i).Whole(0) };
    }

    private static AxisDescription OutputAxis(DescriptionNode tensor, AxisKind kind, int i)
    {
        var (axis, shape) = (Named(kind), tensor["shape"]);
        if (tensor["halo"].Exists) axis = axis with { Halo = Element(tensor["halo"], i).Whole(0) };
        if (shape.IsList) return axis with { Min = Element(shape, i).Whole(1) };
        var scale = Element(shape["scale"], i).Number(0);
        // A scale of zero makes a new axis, as long as twice the offset.
        var offset = (int)Math.Clamp(2 * Element(shape["offset"], i).Number(0), -1e6, 1e6);
        return scale > 0
            ? axis with { Scale = 1 / scale, Offset = offset, Reference = (shape["reference_tensor"].Text(), axis.Id) }
            : axis with { Min = Math.Max(1, offset) };
    }

    private static AxisDescription Named(AxisKind kind) => new(kind, kind switch
    {
        AxisKind.Z => "z",
        AxisKind.Y => "y",
        AxisKind.X => "x",
        _ => kind.ToString().ToLowerInvariant(),
    });

    private static DescriptionNode Element(DescriptionNode list, int i) =>
        i < list.Items.Count ? list.Items[i] : throw list.Bad("must have one number for each axis");
}
