using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FijiBridge.Engine.Inference;

/// <summary>What a network takes and gives, checked against what its description says of it.</summary>
internal sealed class SessionSignature
{
    private readonly ModelSource _source;
    private readonly int _rank;

    /// <exception cref="EngineFailure">The network is not what the description says (<see cref="FailureKind.BadModel"/>).</exception>
    public SessionSignature(ModelSource source, InferenceSession session)
    {
        _source = source;
        var input = Metadata(session.InputMetadata, source.InputName, "input");
        var output = Metadata(session.OutputMetadata, source.OutputName, "output");
        _rank = input.Dimensions.Length;
        if (_rank is not (4 or 5) || (_rank == 4 && (source.Input.Depth, source.Output.Depth) != (1, 1)))
            throw Bad($"its input '{source.InputName}' has {_rank} axes; tiles of {source.Input} need {(source.Input.Depth == 1 ? "4 or 5" : "5")}");
        CheckSizes(input, source.InputName, source.Input);
        CheckSizes(output, source.OutputName, source.Output);
        MaxBatch = input.Dimensions[0] > 0 ? input.Dimensions[0] : int.MaxValue;
        ParameterShapes = source.ParameterNames.ToDictionary(name => name, name => ScalarShape(session, name));
        CheckNothingElseIsNeeded(session);
    }

    /// <summary>How many tiles one run can take: 1 for networks exported with a fixed batch.</summary>
    public int MaxBatch { get; }

    public IReadOnlyDictionary<string, long[]> ParameterShapes { get; }

    /// <summary>The shape of <paramref name="count"/> tiles, with the batch in front and as many axes as the network has.</summary>
    public long[] Shape(TileShape tile, int count) => _rank == 4
        ? [count, tile.Channels, tile.Height, tile.Width]
        : [count, tile.Channels, tile.Depth, tile.Height, tile.Width];

    private NodeMetadata Metadata(IReadOnlyDictionary<string, NodeMetadata> all, string name, string what)
    {
        if (!all.TryGetValue(name, out var metadata))
            throw Bad($"it has no {what} '{name}' (it has {string.Join(", ", all.Keys)})");
        if (!metadata.IsTensor || metadata.ElementDataType != TensorElementType.Float)
            throw Bad($"its {what} '{name}' is not a tensor of 32-bit floats");
        return metadata;
    }

    private void CheckSizes(NodeMetadata metadata, string name, TileShape tile)
    {
        var (found, wanted) = (metadata.Dimensions, Shape(tile, 1));
        if (found.Length != wanted.Length) throw Bad($"'{name}' has {found.Length} axes where {wanted.Length} are expected");
        for (var axis = 1; axis < found.Length; axis++)
        {
            if (found[axis] > 0 && found[axis] != wanted[axis])
                throw Bad($"'{name}' has {found[axis]} along axis {axis}, where tiles of {tile} have {wanted[axis]}");
        }
    }

    private long[] ScalarShape(InferenceSession session, string name)
    {
        var dimensions = Metadata(session.InputMetadata, name, "input").Dimensions;
        if (dimensions.Any(size => size > 1)) throw Bad($"its input '{name}' takes more than one number");
        return [.. dimensions.Select(_ => 1L)];
    }

    private void CheckNothingElseIsNeeded(InferenceSession session)
    {
        var unknown = session.InputNames.Where(name => name != _source.InputName && !_source.ParameterNames.Contains(name)).ToList();
        if (unknown.Count > 0) throw Bad($"it also needs the input '{unknown[0]}', which its description does not name");
    }

    private EngineFailure Bad(string what) => new(FailureKind.BadModel, $"The network {_source.Name} cannot be used: {what}.");
}
