using FijiBridge.Engine.Training.Graph;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// RCAN (Zhang et al. 2018): residual groups of residual blocks, each weighing its channels by their means over the
/// image, and for superresolution pixel shuffles by two. Beyond the paper, the output is added to the (interpolated) input.
/// </summary>
/// <param name="Groups">Residual groups; 10 in the paper.</param>
/// <param name="Blocks">Blocks of each group; 20 in the paper.</param>
/// <param name="Width">Channels; 64 in the paper.</param>
/// <param name="Reduction">Channels for each one inside the attention; 16 in the paper.</param>
/// <param name="Enlargement">1, 2 or 4.</param>
public sealed record Rcan(int Groups = 5, int Blocks = 5, int Width = 32, int Reduction = 8, int Enlargement = 1) : Architecture
{
    public override string Name => "rcan";

    public override Citation Cite() => new(
        "Zhang Y, Li K, Li K, Wang L, Zhong B, Fu Y (2018): Image super-resolution using very deep residual channel attention networks",
        "10.1007/978-3-030-01234-2_18");

    public override int Scale => Enlargement is 1 or 2 or 4
        ? Enlargement
        : throw new EngineFailure(FailureKind.BadRequest, $"rcan enlarges 1, 2 or 4 times, not {Enlargement} times.");

    protected override GraphValue Residual(Layers layers, GraphValue input)
    {
        var head = layers.Conv(input, "head", Width, 3, 1);
        var x = head;
        for (var group = 0; group < Groups; group++) x = Group(layers, x, $"group{group}");
        x = layers.Conv(x, "body", Width, 3, AddedGain) + head;
        for (var size = 1; size < Scale; size *= 2) x = layers.Conv(x, $"enlarge{size}", 4 * Width, 3, 1).PixelShuffle(2);
        return layers.Conv(x, "tail", 1, 3, AddedGain);
    }

    private GraphValue Group(Layers layers, GraphValue input, string name)
    {
        var x = input;
        for (var block = 0; block < Blocks; block++) x = Block(layers, x, $"{name}.block{block}");
        return layers.Conv(x, $"{name}.conv", Width, 3, AddedGain) + input;
    }

    private GraphValue Block(Layers layers, GraphValue input, string name)
    {
        var x = layers.Conv(input, $"{name}.conv0", Width, 3, ReluGain).Relu();
        x = layers.Conv(x, $"{name}.conv1", Width, 3, AddedGain);
        return x * Attention(layers, x, name) + input;
    }

    private GraphValue Attention(Layers layers, GraphValue x, string name)
    {
        var inner = Math.Max(1, Width / Reduction);
        var squeezed = layers.Conv(x.MeanOver(2, 3), $"{name}.attention0", inner, 1, ReluGain).Relu();
        return layers.Conv(squeezed, $"{name}.attention1", Width, 1, 1).Sigmoid();
    }
}
