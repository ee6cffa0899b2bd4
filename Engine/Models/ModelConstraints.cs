using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models.Description;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Models;

/// <summary>What a model's description says about tiles: lengths, halo and scale of each axis, and how many frames go in.</summary>
public sealed record ModelConstraints
{
    public required AxisConstraint Z { get; init; }

    public required AxisConstraint Y { get; init; }

    public required AxisConstraint X { get; init; }

    /// <summary>Neighbouring frames that go in as channels for one frame out; odd, 1 for single images.</summary>
    public required int Frames { get; init; }

    /// <summary>The network sees depth (<c>bczyx</c>); otherwise single slices (<c>bcyx</c>).</summary>
    public required bool ThreeDimensional { get; init; }

    /// <summary>Output pixels for one input pixel along X and Y.</summary>
    public int Scale => X.Scale;

    /// <exception cref="EngineFailure">BadModel: the network's axes are not among those that can be used.</exception>
    public static ModelConstraints Of(ModelCard card)
    {
        var (input, output) = (card.ImageInput, card.ImageOutput);
        RequireOrder(input, "input");
        RequireOrder(output, "output");
        if (output.Axes[1].Reference is null && output.Axes[1].Min != 1)
            throw Bad($"the output '{output.Id}' has {output.Axes[1].Min} channels; one is possible");
        if (input.Axis(AxisKind.Z) is null != output.Axis(AxisKind.Z) is null) throw Bad("only one of input and output has the axis z");
        var constraints = new ModelConstraints
        {
            Z = Axis(input, output, AxisKind.Z),
            Y = Axis(input, output, AxisKind.Y),
            X = Axis(input, output, AxisKind.X),
            Frames = FramesOf(card, input),
            ThreeDimensional = input.Axis(AxisKind.Z) is not null,
        };
        if (constraints.Z.Scale != 1)
            throw Bad($"the output has {constraints.Z.Scale} times as many slices as the input; only X and Y can be scaled");
        return constraints.X.Scale == constraints.Y.Scale
            ? constraints
            : throw Bad($"the output is {constraints.X.Scale} times as wide and {constraints.Y.Scale} times as high; one factor for both is possible");
    }

    /// <summary>The network's input for tiles of this plan.</summary>
    public TileShape InputShape(TilePlan plan) => new(Frames, plan.Z.Tile, plan.Y.Tile, plan.X.Tile);

    /// <summary>The network's output for tiles of this plan.</summary>
    public static TileShape OutputShape(TilePlan plan) => new(1, plan.Z.OutputLength, plan.Y.OutputLength, plan.X.OutputLength);

    private static void RequireOrder(TensorDescription tensor, string word)
    {
        var axes = string.Concat(tensor.Axes.Select(axis => axis.Kind is AxisKind.Time ? 'c' : char.ToLowerInvariant(axis.Kind.ToString()[0])));
        if (axes is not ("bcyx" or "bczyx"))
        {
            var given = string.Join(", ", tensor.Axes.Select(axis => axis.Id));
            throw Bad($"the {word} '{tensor.Id}' has the axes {given}; batch, channel (or time), z if any, y, x in this order are possible");
        }
    }

    private static int FramesOf(ModelCard card, TensorDescription input)
    {
        var channels = input.Axes[1];
        if (channels.Step == 0 && channels.Min != card.Frames)
        {
            throw Bad(
                $"the network takes {channels.Min} channels together, and config.fijibridge.frames is {card.Frames}; " +
                "one channel, or as many as there are frames, are possible");
        }
        return card.Frames % 2 == 1 ? card.Frames : throw Bad($"{card.Frames} frames have no middle; an odd number is needed");
    }

    private static AxisConstraint Axis(TensorDescription input, TensorDescription output, AxisKind kind)
    {
        if (Own(input, input.Axis(kind)) is not { } from || output.Axis(kind) is not { } to) return AxisConstraint.OneByOne;
        var (scale, cropped) = ScaleAndCrop(input, from, to);
        if (scale < 1 || scale != Math.Floor(scale))
            throw Bad($"the output is {scale:0.###} times as long as the input along {to.Id}; 1, 2, 3 ... times are possible");
        if (cropped < 0 || cropped % 2 != 0)
        {
            throw Bad(
                $"the output is {-cropped} pixels longer than {scale} times the input along {to.Id}; " +
                "an even number of pixels may be missing, none may be added");
        }
        var (whole, crop) = ((int)scale, cropped / 2);
        var constraint = new AxisConstraint
        {
            Min = from.Min,
            Step = from.Step,
            Halo = (to.Halo + crop + whole - 1) / whole,
            Scale = whole,
            OutputCrop = crop,
        };
        return from.Step > 0 || from.Min > 2 * constraint.Halo
            ? constraint
            : throw Bad($"a tile of {from.Min} pixels along {to.Id} with a halo of {constraint.Halo} on each side keeps nothing");
    }

    /// <summary>An axis with its own sizes: a square image may be described by saying that x is as long as y.</summary>
    private static AxisDescription? Own(TensorDescription input, AxisDescription? axis)
    {
        if (axis?.Reference is not { } reference) return axis;
        var other = input.Axes.FirstOrDefault(other => other.Id == reference.Axis && other.Reference is null);
        return other is not null && reference.Tensor == input.Id && axis.Offset == 0
            ? axis with { Min = other.Min, Step = other.Step, Reference = null }
            : throw Bad($"the size of the input along {axis.Id} follows '{reference.Tensor}.{reference.Axis}'; only another axis of the same tensor is possible");
    }

    private static (double Scale, int Cropped) ScaleAndCrop(TensorDescription input, AxisDescription from, AxisDescription to)
    {
        if (to.Reference is { } reference)
        {
            if (reference.Tensor != input.Id)
                throw Bad($"the size of the output along {to.Id} follows '{reference.Tensor}', which is not the image input '{input.Id}'");
            return (from.Scale / to.Scale, -to.Offset);
        }
        // Two fixed lengths: the nearest whole factor, and what is missing was cropped.
        if (from.Step > 0) throw Bad($"the output has {to.Min} pixels along {to.Id}, whatever the size of the input");
        var scale = (to.Min + from.Min - 1) / from.Min;
        return (scale, from.Min * scale - to.Min);
    }

    private static EngineFailure Bad(string complaint) => new(FailureKind.BadModel, "the model cannot be used: " + complaint);
}
