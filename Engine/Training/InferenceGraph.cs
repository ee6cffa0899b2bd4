using System.Collections.Immutable;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>A network as it restores: image in, image out. No node depends on the size of the image, which may stay open.</summary>
internal static class InferenceGraph
{
    public static GraphValue Restore(Network network, Layers layers, GraphValue image, Surroundings around) =>
        around.After(network.Restore(layers, around.Before(image)));

    /// <summary>The smallest input; stands in for every other while the graph is built.</summary>
    public static ImmutableArray<int> Example(Network network, Surroundings around)
    {
        var size = network.Architecture.Divisor;
        return new PatchShape(1, size, size).Input(network).SetItem(1, around.Channels ?? network.Channels);
    }

    /// <summary>Names for the axes that are left open.</summary>
    public static string?[] OpenAxes(Network network, string suffix = "") => network.Architecture.Volume
        ? ["batch", null, "depth" + suffix, "height" + suffix, "width" + suffix]
        : ["batch", null, "height" + suffix, "width" + suffix];
}
