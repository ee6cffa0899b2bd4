using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// Layers that architectures are composed of. Where the weights come from is the caller's choice: parts of one flat
/// vector while training, initializers in a model file.
/// </summary>
public sealed class Layers(Func<Parameter, GraphValue> weights)
{
    /// <summary>
    /// A convolution with bias that keeps the size of the image. Its weights begin normal with deviation
    /// <paramref name="gain"/> / √(inputs of one output), its bias as zeros (He et al. 2015: √2 keeps the variance through ReLU).
    /// </summary>
    /// <param name="x">Features <c>[batch, channel, (z,) y, x]</c>.</param>
    /// <param name="name">Prefix of the parameters' names.</param>
    /// <param name="channels">Number of outputs.</param>
    /// <param name="kernel">Odd size along every spatial axis.</param>
    /// <param name="gain">See above; small where a layer should begin as almost nothing.</param>
    public GraphValue Conv(GraphValue x, string name, int channels, int kernel, double gain)
    {
        var spatial = Enumerable.Repeat(kernel, x.Rank - 2).ToArray();
        var inputs = x.Shape[1] * spatial.Aggregate(1, (area, size) => area * size);
        var weight = weights(new Parameter($"{name}.weight", [channels, x.Shape[1], .. spatial], gain / Math.Sqrt(inputs)));
        return x.Convolve(weight, weights(new Parameter($"{name}.bias", [channels], 0)));
    }
}
