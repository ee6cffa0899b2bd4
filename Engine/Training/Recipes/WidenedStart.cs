using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// Begins a U-Net with a narrower one that has learnt (Net2WiderNet: Chen et al. 2016, arXiv 1511.05641): it returns the same at first. Its
/// further channels begin at random, but count nothing in the old ones and in the result until they have learnt to.
/// </summary>
/// <param name="Model">A built-in model of the same architecture with as many or fewer channels in each layer.</param>
public sealed record WidenedStart(string Model) : IInitialWeights
{
    /// <inheritdoc/>
    public float[] Weights(Network network, int seed)
    {
        var known = PackageWeights.Read(Model);
        var shapes = network.Layout.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape);
        var weights = network.Layout.Initialize(seed);
        foreach (var (parameter, values) in network.Layout.Parts(weights))
        {
            if (!known.TryGetValue(parameter.Name, out var old) || old.Shape.Zip(parameter.Shape).Any(length => length.First > length.Second))
                throw new EngineFailure(FailureKind.BadInput, $"'{Model}' is no narrower {network.Architecture.Name}: its {parameter.Name} does not fit; it cannot be begun with.");
            if (parameter.Shape.Length == 1) old.Values.CopyTo(values);
            else PackageWeights.CopyInputs(values.Span, old, Inputs(parameter, old.Shape));
        }
        return weights;

        // For each input the old one. What a decoder's layer has from the encoder stands behind all that it has from below.
        int?[] Inputs(Parameter parameter, int[] shape)
        {
            if (UNet.SkipOf(parameter.Name) is not { } encoder) return Padded(0, shape[1], parameter.Shape[1]);
            var (from, to) = (shape[1] - known[encoder].Shape[0], parameter.Shape[1] - shapes[encoder][0]);
            return [.. Padded(0, from, to), .. Padded(from, shape[1] - from, parameter.Shape[1] - to)];
        }
    }

    private static int?[] Padded(int first, int known, int all) => [.. Enumerable.Range(first, known).Select(channel => (int?)channel), .. Enumerable.Repeat<int?>(null, all - known)];
}
