using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// Begins a training with what another model has learnt (transfer learning): layers of the same name and shape are taken as they are, of the
/// first and the last layer those channels that both networks have. A channel of a network that looks at blocks of pixels stands for all pixels of a block.
/// </summary>
/// <param name="Model">A built-in model with weights of the same names.</param>
/// <param name="Inputs">For each channel of the new input, that of the model; null: one that it does not know, which counts nothing at first.</param>
/// <param name="Outputs">For each output of the last layer, that of the model; null: one that is 0 at first; empty: as in a network that knows nothing.</param>
public sealed record WarmStart(string Model, IReadOnlyList<int?> Inputs, IReadOnlyList<int?> Outputs) : IInitialWeights
{
    private const string Last = "out.";

    /// <inheritdoc/>
    public float[] Weights(Network network, int seed)
    {
        var known = PackageWeights.Read(Model);
        var weights = network.Layout.Initialize(seed);
        var taken = 0;
        foreach (var (parameter, values) in network.Layout.Parts(weights))
        {
            if (known.TryGetValue(parameter.Name, out var old) && Take(parameter, old, values.Span)) taken++;
        }
        return taken > 1 ? weights : throw new EngineFailure(FailureKind.BadInput, $"'{Model}' has no layers of a {network.Architecture.Name}; it cannot be begun with.");
    }

    private bool Take(Parameter parameter, (int[] Shape, float[] Values) old, Span<float> values)
    {
        if (parameter.Name.StartsWith(Last, StringComparison.Ordinal)) return TakeRows(parameter, old, values);
        if (parameter.Shape.SequenceEqual(old.Shape)) old.Values.CopyTo(values);
        else if (parameter.Shape.Length == 4 && parameter.Shape[0] == old.Shape[0] && parameter.Shape[1] % Inputs.Count == 0) PackageWeights.CopyInputs(values, old, InputsOf(parameter.Shape[1] / Inputs.Count, old.Shape[1]));
        else return false;
        return true;
    }

    private bool TakeRows(Parameter parameter, (int[] Shape, float[] Values) old, Span<float> values)
    {
        if (Outputs.Count == 0) return false;
        var row = parameter.Count / parameter.Shape[0];
        var block = parameter.Shape[0] / Outputs.Count;
        for (var output = 0; output < parameter.Shape[0]; output++)
        {
            var to = values.Slice(output * row, row);
            if (Outputs[output / block] is { } from) old.Values.AsSpan((from * block + output % block) * row, row).CopyTo(to);
            else to.Clear();
        }
        return true;
    }

    // One pixel of the blocks after the other, each with all its channels; the outputs are one channel after the other.
    private int?[] InputsOf(int block, int known) => [.. Enumerable.Range(0, block).SelectMany(pixel => Inputs.Select(channel => pixel * (known / block) + channel))];
}
