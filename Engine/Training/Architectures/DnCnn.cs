using FijiBridge.Engine.Training.Graph;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// DnCNN (Zhang et al. 2017), the baseline everybody knows: a plain stack of convolutions that predicts the noise.
/// Without the paper's batch normalisation, whose statistics of a batch would have to travel with the weights.
/// </summary>
/// <param name="Depth">Layers; 17 in the paper for one noise level.</param>
/// <param name="Width">Channels of every inner layer; 64 in the paper.</param>
public sealed record DnCnn(int Depth = 17, int Width = 64) : Architecture
{
    public override string Name => "dncnn";

    public override Citation Cite() => new(
        "Zhang K, Zuo W, Chen Y, Meng D, Zhang L (2017): Beyond a Gaussian denoiser: residual learning of deep CNN for image denoising",
        "10.1109/TIP.2017.2662206");

    protected override GraphValue Residual(Layers layers, GraphValue input)
    {
        var x = input;
        for (var i = 1; i < Depth; i++) x = layers.Conv(x, $"conv{i}", Width, 3, ReluGain).Relu();
        return layers.Conv(x, $"conv{Depth}", 1, 3, AddedGain);
    }
}
