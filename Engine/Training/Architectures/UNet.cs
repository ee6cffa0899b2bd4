using FijiBridge.Engine.Training.Graph;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// U-Net (Ronneberger et al. 2015) as it is used for restoration: the layers of CARE (Weigert et al. 2018), whose
/// decoder narrows before it enlarges and whose output is added to the input, with the leaky ReLU of Noise2Noise (Lehtinen et al. 2018).
/// </summary>
/// <param name="Depth">How often the image is halved.</param>
/// <param name="Width">Channels at full size; they double with every halving.</param>
/// <param name="Stack">
/// Whether it restores stacks as a whole: then every kernel spans three planes, and still only y and x are halved, as
/// microscopes sample z coarsely.
/// </param>
/// <param name="First">Channels at full size where they are other than <paramref name="Width"/>: fewer there save most.</param>
public record UNet(int Depth = 3, int Width = 32, bool Stack = false, int? First = null) : Architecture
{
    private const double Slope = 0.1;

    private static readonly double Gain = Math.Sqrt(2 / (1 + Slope * Slope));

    public override string Name => "unet";

    public override Citation Cite() => new(
        "Ronneberger O, Fischer P, Brox T (2015): U-Net: convolutional networks for biomedical image segmentation",
        "10.1007/978-3-319-24574-4_28");

    public override bool Volume => Stack;

    public override int Divisor => 1 << Depth;

    protected override GraphValue Residual(Layers layers, GraphValue input) => layers.Conv(Features(layers, input), "out", 1, 1, AddedGain);

    /// <summary>What the last layer sees, at full size.</summary>
    protected GraphValue Features(Layers layers, GraphValue input)
    {
        int[] half = Volume ? [1, 2, 2] : [2, 2];
        var skips = new Stack<GraphValue>();
        var x = input;
        for (var level = 0; level < Depth; level++)
        {
            x = Layer(layers, Layer(layers, x, $"down{level}.0", Channels(level)), $"down{level}.1", Channels(level));
            skips.Push(x);
            x = x.MaxPool(half);
        }
        x = Layer(layers, Layer(layers, x, "bottom.0", Channels(Depth)), "bottom.1", Narrow(Depth));
        for (var level = Depth - 1; level >= 0; level--)
        {
            x = new[] { x.Upsample(half), skips.Pop() }.Concat(1);
            x = Layer(layers, Layer(layers, x, $"up{level}.0", Channels(level)), $"up{level}.1", Narrow(level));
        }
        return x;
    }

    /// <summary>The parameter whose outputs are the last inputs of a decoder's layer (its skip); null: <paramref name="parameter"/> is none of these weights.</summary>
    internal static string? SkipOf(string parameter)
    {
        const string first = ".0.weight";
        return parameter.StartsWith("up", StringComparison.Ordinal) && parameter.EndsWith(first, StringComparison.Ordinal) ? $"down{parameter[2..^first.Length]}.1.weight" : null;
    }

    /// <summary>A convolution of 3 pixels along each axis and its leaky ReLU.</summary>
    protected static GraphValue Layer(Layers layers, GraphValue x, string name, int channels) => layers.Conv(x, name, channels, 3, Gain).LeakyRelu(Slope);

    private int Channels(int level) => level == 0 ? First ?? Width : Width << level;

    private int Narrow(int level) => Channels(Math.Max(0, level - 1));
}
