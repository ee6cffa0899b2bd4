using System.Collections.Immutable;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>How far a value sees into an input, followed node by node.</summary>
internal static class ReceptiveField
{
    /// <summary>Distance in input pixels along each spatial axis, for the pixel that sees farthest.</summary>
    public static ImmutableArray<int> Of(GraphValue output, GraphValue input)
    {
        var spatial = input.Rank - 2;
        var seen = new Dictionary<GraphValue, Axis[]> { [input] = [.. Enumerable.Repeat(new Axis(0, 1), spatial)] };
        foreach (var node in input.Graph.Nodes)
        {
            var known = node.Inputs.Where(value => value is not null && seen.ContainsKey(value)).Select(value => seen[value!]).ToArray();
            if (known.Length == 0) continue;
            var widest = Enumerable.Range(0, spatial).Select(axis => Pass(node, axis, known.Select(axes => axes[axis]).MaxBy(axis => axis.Reach)));
            foreach (var value in node.Outputs) seen[value] = [.. widest];
        }
        return [.. seen[output].Select(axis => (int)Math.Ceiling(axis.Reach))];
    }

    private static Axis Pass(GraphNode node, int axis, Axis seen) => node.Operator switch
    {
        "Conv" => seen with { Reach = seen.Reach + node.Input(1).Shape[axis + 2] / 2 * seen.Pitch },
        // Each pixel of a window sees what its neighbour at the far end sees.
        "MaxPool" or "AveragePool" => Window(node, axis) is var size ? new(seen.Reach + (size - 1) * seen.Pitch, seen.Pitch * size) : seen,
        "Resize" => new(seen.Reach + Interpolated(node, seen), seen.Pitch / node.Integers(2)[axis + 2]),
        "DepthToSpace" => seen with { Pitch = seen.Pitch / node.Integer("blocksize", 1) },
        "SpaceToDepth" => node.Integer("blocksize", 1) is var block ? new(seen.Reach + (block - 1) * seen.Pitch, seen.Pitch * block) : seen,
        _ => seen,
    };

    private static long Window(GraphNode node, int axis) => node.Integers("kernel_shape", 0, 0)[axis];

    private static double Interpolated(GraphNode node, Axis seen) => node.Text("mode") == "linear" ? seen.Pitch : 0;

    /// <summary>Reach and distance between two neighbours, in input pixels.</summary>
    private readonly record struct Axis(double Reach, double Pitch);
}
