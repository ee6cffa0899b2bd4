using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// A U-Net that chooses for every pixel how much to smooth, and then adds what smoothing loses: shares of the image and of smoothed copies of it
/// (as kernel-predicting networks have it: Bako et al. 2017), plus a correction in units of the noise. Noise is taken away exactly by choosing a
/// smooth copy, and a clean image is kept exactly by choosing itself; a plain residual would have to learn to subtract noise value by value.
/// </summary>
/// <param name="Depth">How often the image is halved.</param>
/// <param name="Width">Channels at full size.</param>
/// <param name="Copies">Smoothed copies: the last channels of the input.</param>
/// <param name="NoiseMap">The channel of the input with the noise's deviation; none: the correction is in units of the image, for faults that are no noise.</param>
/// <param name="Image">The channel of the input with the image, or with a film's middle frame.</param>
/// <param name="First">As in <see cref="UNet"/>.</param>
/// <param name="Coarse">
/// Whether the U-Net works on blocks of 2 x 2 pixels (as FFDNet does: Zhang et al. 2018), a quarter of the work; shares and corrections are still those of each pixel.
/// </param>
/// <param name="Enlargement">1, or 2: then shares and correction are shuffled to four times as many pixels, after a layer of their own.</param>
public sealed record BlendingUNet(int Depth = 3, int Width = 32, int Copies = 3, int? NoiseMap = 1, int Image = 0, int Enlargement = 1, int? First = null, bool Coarse = false)
    : UNet(Depth, Width, Stack: false, First)
{
    // Far beyond, exp would overflow; the shares are settled long before.
    private const double Settled = 15;

    public override string Name => "blending-unet";

    public override int Scale => Enlargement;

    public override int Divisor => base.Divisor * Block;

    private int Block => Coarse ? 2 : 1;

    protected override GraphValue Residual(Layers layers, GraphValue input)
    {
        var features = Features(layers, Coarse ? input.PixelUnshuffle(Block) : input);
        if (Scale > 1) features = Layer(layers, features, "enlarge", First ?? Width);
        var pixels = Scale * Block;
        var outputs = layers.Conv(features, "out", (Copies + 2) * pixels * pixels, 1, AddedGain);
        var head = (pixels > 1 ? outputs.PixelShuffle(pixels) : outputs).Split(1, Enumerable.Repeat(1L, Copies + 2));
        var shares = head.Take(Copies + 1).Select(share => share.Max(-Settled).Min(Settled).Exp()).ToArray();
        var (image, first) = (Channel(input, Image), input.Shape[1] - Copies);
        // The image's own share adds nothing: what is returned is added to the image.
        var smoothed = Enumerable.Range(0, Copies).Select(copy => shares[copy + 1] * Enlarged(Channel(input, first + copy) - image)).Aggregate((a, b) => a + b);
        var correction = NoiseMap is { } map ? head[Copies + 1] * Enlarged(Channel(input, map)) : head[Copies + 1];
        return smoothed / shares.Aggregate((a, b) => a + b) + correction;
    }

    private static GraphValue Channel(GraphValue input, int channel) => input.Slice(1, channel, channel + 1);
}
