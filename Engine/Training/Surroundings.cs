using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>
/// Nodes around a network in its model file, beyond its own <see cref="Domain"/>: a noise level computed inside the
/// graph, another unit.
/// </summary>
/// <param name="Channels">Input channels of the model file; the network's own when <paramref name="Before"/> adds none.</param>
/// <param name="Before">From the model's input to the network's, all channels and maps.</param>
/// <param name="After">From the network's output to the model's.</param>
public sealed record Surroundings(int? Channels, Func<GraphValue, GraphValue> Before, Func<GraphValue, GraphValue> After)
{
    /// <summary>
    /// Further inputs of one element that <see cref="Before"/> asks its graph for, and the value of each in the check that ends the export.
    /// </summary>
    public IReadOnlyDictionary<string, float> Numbers { get; init; } = new Dictionary<string, float>();

    /// <summary>
    /// How far the nodes before and after the network see beyond a pixel, in input pixels; it becomes part of the model's halo. Figures of
    /// the whole image do not count. Default 0.
    /// </summary>
    public int Reach { get; init; }

    public static Surroundings None { get; } = new(null, image => image, restored => restored);
}
