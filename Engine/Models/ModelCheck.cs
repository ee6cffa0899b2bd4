using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Models;

/// <summary>How far a model's output on its own test tensors is from the test output that came with it.</summary>
/// <param name="Values">Numbers compared.</param>
/// <param name="Mismatches">Numbers further apart than the tolerance.</param>
/// <param name="LargestDifference">In the units of the test output.</param>
public sealed record ModelCheckResult(long Values, long Mismatches, double LargestDifference)
{
    /// <summary>At most 100 of a million, as the zoo has it.</summary>
    public bool Passed => Mismatches * 10_000 <= Values;
}

/// <summary>Runs a model on its test tensors.</summary>
public static class ModelCheck
{
    private const double Tolerance = 1e-3;

    // 512 MiB of floats, many times what any tile needs: a description can ask for much more than there is memory.
    private const long MaxTileValues = 1L << 27;

    /// <summary>Runs a model on the processor, on its test tensors when it has some that can be compared.</summary>
    /// <exception cref="EngineFailure">
    /// BadModel: the network cannot be opened or does not reproduce its test output; or what running it fails with.
    /// </exception>
    public static void Require(InstalledModel model)
    {
        try
        {
            RequireRun(model);
        }
        catch (EngineFailure failure) when (failure.Kind == FailureKind.Internal)
        {
            // Nothing but this model was run: the fault is its own.
            throw new EngineFailure(FailureKind.BadModel, $"the network of the model {model.Name} fails when it runs: {failure.Message}", failure);
        }
    }

    private static void RequireRun(InstalledModel model)
    {
        if (!IsComparable(model))
        {
            RunSmallest(model);
        }
        else if (Run(model, DeviceKind.Cpu) is { Passed: false } result)
        {
            throw new EngineFailure(
                FailureKind.BadModel,
                $"the model {model.Name} does not reproduce its test output: " +
                $"{result.Mismatches} of {result.Values} numbers differ, by up to {result.LargestDifference:G4}");
        }
    }

    /// <summary>
    /// Compares with the zoo's tolerance: a difference of 1e-3 plus 1e-3 of the expected value is allowed. Intensities are normalised with the
    /// statistics of the test tensor.
    /// </summary>
    /// <exception cref="EngineFailure">
    /// BadModel: test tensors are missing or of the wrong size; or what running the network fails with.
    /// </exception>
    public static ModelCheckResult Run(InstalledModel model, DeviceKind device)
    {
        var (input, expected) = (Tensor(model, model.Card.ImageInput.TestTensor), Tensor(model, model.Card.ImageOutput.TestTensor));
        var scaling = new ChannelScaling(model.Card.Processing, TensorScaling.Distribution(input.Values));
        var tile = TensorScaling.Through(scaling.Scale, input.Values);
        var source = model.Source(ShapeOf(input), ShapeOf(expected));
        using var session = ModelSession.Open(source, device);
        var output = new float[expected.Values.Length];
        session.Run(tile, 1, TestParameters(model), output);
        // The zoo's test outputs are what the description's operations leave; the scaling is not undone in them.
        return Compare(expected.Values, TensorScaling.Through(scaling.Finish, output));
    }

    // What scale_mean_variance does to a test output is not done here (see there), so that nothing can be compared.
    private static bool IsComparable(InstalledModel model) =>
        model.Card.ImageInput.TestTensor is not null && model.Card.ImageOutput.TestTensor is not null
        && !model.Card.Processing.After.Any(scheme => scheme is ScaleMeanVariance);

    /// <summary>A tile of zeros: a network of other axes than described often fails only when it runs.</summary>
    private static void RunSmallest(InstalledModel model)
    {
        var (z, y, x) = (model.Constraints.Z, model.Constraints.Y, model.Constraints.X);
        var plan = new TilePlan(new StackShape(1, 1), z.Tile(1, 1, 0), y.Tile(1, 1, 0), x.Tile(1, 1, 0));
        RequireSmall(model.Name, model.Constraints.Frames, plan.Z.Tile, plan.Y.Tile, plan.X.Tile);
        RequireSmall(model.Name, 1, plan.Z.OutputLength, plan.Y.OutputLength, plan.X.OutputLength);
        var source = model.Source(model.Constraints.InputShape(plan), ModelConstraints.OutputShape(plan));
        using var session = ModelSession.Open(source, DeviceKind.Cpu);
        var defaults = model.Card.Parameters.ToDictionary(parameter => model.NetworkInput(parameter.Name), parameter => parameter.Default);
        session.Run(new float[source.Input.Length], 1, defaults, new float[source.Output.Length]);
    }

    private static void RequireSmall(string name, params int[] lengths)
    {
        if (lengths.Aggregate(1.0, (product, length) => product * length) > MaxTileValues)
            throw new EngineFailure(FailureKind.BadModel, $"the smallest tile of the model {name} has {string.Join(" x ", lengths)} values; at most {MaxTileValues} are possible");
    }

    private static ModelCheckResult Compare(float[] expected, float[] actual)
    {
        var (mismatches, largest) = (0L, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs((double)expected[i] - actual[i]);
            largest = Math.Max(largest, difference);
            if (!(difference <= Tolerance + Tolerance * Math.Abs(expected[i]))) mismatches++;
        }
        return new ModelCheckResult(expected.Length, mismatches, largest);
    }

    private static NpyFile Tensor(InstalledModel model, string? name) => name is null
        ? throw new EngineFailure(FailureKind.BadModel, $"the model {model.Name} has no test tensors")
        : NpyFile.Read(ModelFolder.Inside(model.Folder, name));

    private static TileShape ShapeOf(NpyFile tensor) => tensor.Shape switch
    {
        [1, var channels, var height, var width] => new TileShape(channels, 1, height, width),
        [1, var channels, var depth, var height, var width] => new TileShape(channels, depth, height, width),
        _ => throw new EngineFailure(
            FailureKind.BadModel,
            $"a test tensor has the shape {string.Join(" x ", tensor.Shape)}; 1 x channels x (z x) y x x is needed"),
    };

    private static Dictionary<string, double> TestParameters(InstalledModel model) =>
        model.Card.Inputs.Where(tensor => !tensor.IsImage).ToDictionary(
        tensor => model.NetworkInput(tensor.Id), tensor => (double)Tensor(model, tensor.TestTensor).Values[0]);
}
