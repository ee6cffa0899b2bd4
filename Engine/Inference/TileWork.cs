namespace FijiBridge.Engine.Inference;

/// <summary>One tile to run through a network. Its buffers belong to the queue until the task of <see cref="InferenceQueue.RunAsync"/> has ended.</summary>
public sealed record TileWork
{
    /// <summary>The tile's samples, <c>[c, (z,) y, x]</c>; as many as the session's input tile has.</summary>
    public required ReadOnlyMemory<float> Input { get; init; }

    /// <summary>Receives the result; as many samples as the session's output tile has.</summary>
    public required Memory<float> Output { get; init; }

    /// <summary>Values of the network's parameters. Tiles share a batch only when these are equal.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>Whom the tile is for: jobs take turns at the device.</summary>
    public required object Job { get; init; }

    /// <summary>Told, in one sentence, what the job's owner should know, such as a batch that had to be made smaller. Called on the device's thread.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>What the tile holds while it waits.</summary>
    internal long Bytes => ((long)Input.Length + Output.Length) * sizeof(float);
}
