using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Models.Description;

/// <summary>Reads tensors as description format 0.5 writes them.</summary>
internal static class TensorReader05
{
    public static TensorDescription Input(DescriptionNode tensor) => Read(tensor, "input", "preprocessing");

    public static TensorDescription Output(DescriptionNode tensor) => Read(tensor, "output", "postprocessing");

    private static TensorDescription Read(DescriptionNode tensor, string defaultId, string processing) =>
        new(tensor["id"].Text(defaultId), [.. tensor["axes"].Items.Select(Axis)], [.. tensor[processing].Items.Select(Step)])
        {
            Text = tensor["description"].Text(""),
            TestTensor = FileName(tensor["test_tensor"]),
        };

    private static string? FileName(DescriptionNode file) => file.IsMapping ? file["source"].Text() : file.OptionalText;

    private static ProcessingStep Step(DescriptionNode step) => new(step["id"].Text(), step["kwargs"].Mapping);

    private static AxisDescription Axis(DescriptionNode axis)
    {
        var type = axis["type"].Text();
        var kind = type switch
        {
            "batch" => AxisKind.Batch,
            "channel" => AxisKind.Channel,
            "index" => AxisKind.Index,
            "time" => AxisKind.Time,
            "space" => Space(axis["id"]),
            _ => throw axis["type"].Bad($"is '{type}', which is not known"),
        };
        var described = new AxisDescription(kind, axis["id"].Text(kind == AxisKind.X ? "x" : type))
        {
            Scale = axis["scale"].Number(1),
            Halo = axis["halo"].Whole(0, 0),
        };
        if (described.Scale <= 0) throw axis["scale"].Bad("must be above zero");
        return kind == AxisKind.Channel && !axis["size"].Exists
            ? described with { Min = axis["channel_names"].Items.Count }
            : WithSize(described, axis["size"]);
    }

    private static AxisKind Space(DescriptionNode id) => id.Text("x") switch
    {
        "z" => AxisKind.Z,
        "y" => AxisKind.Y,
        "x" => AxisKind.X,
        var other => throw id.Bad($"is '{other}'; an axis in space is x, y or z"),
    };

    private static AxisDescription WithSize(AxisDescription axis, DescriptionNode size)
    {
        if (!size.Exists && axis.Kind is AxisKind.Batch) return axis;
        if (!size.IsMapping) return axis with { Min = size.Whole(1) };
        if (size["min"].Exists) return axis with { Min = size["min"].Whole(1), Step = size["step"].IsMapping ? 1 : size["step"].Whole(1) };
        var offset = (int)Math.Clamp(size["offset"].Number(0), -1e6, 1e6);
        return axis with { Reference = (size["tensor_id"].Text(), size["axis_id"].Text()), Offset = offset };
    }
}
