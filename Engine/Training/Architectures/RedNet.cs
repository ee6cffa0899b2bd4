using FijiBridge.Engine.Training.Graph;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// RED-Net (Mao et al. 2016): as many convolutions as deconvolutions, joined by symmetric skips at every second layer,
/// the outermost from the input to the output. With stride 1 a deconvolution is a convolution with flipped weights, and is written as one.
/// </summary>
/// <param name="Depth">Layers in all: 10, 20 or 30 in the paper.</param>
/// <param name="Width">Channels of every inner layer; 64 in the paper.</param>
public sealed record RedNet(int Depth = 20, int Width = 64) : Architecture
{
    public override string Name => "rednet";

    public override Citation Cite() => new(
        "Mao XJ, Shen C, Yang YB (2016): Image restoration using very deep convolutional encoder-decoder networks with symmetric skip connections",
        Url: "https://arxiv.org/abs/1603.09056");

    protected override GraphValue Residual(Layers layers, GraphValue input)
    {
        var half = Depth / 2;
        var features = new GraphValue[half + 1];
        features[0] = input;
        for (var i = 1; i <= half; i++) features[i] = layers.Conv(features[i - 1], $"conv{i}", Width, 3, ReluGain).Relu();
        var x = features[half];
        for (var mirror = half - 1; mirror >= 1; mirror--)
        {
            var skip = mirror % 2 == 0;
            x = layers.Conv(x, $"deconv{mirror}", Width, 3, skip ? 1 : ReluGain);
            x = (skip ? x + features[mirror] : x).Relu();
        }
        return layers.Conv(x, "deconv0", 1, 3, AddedGain);
    }
}
