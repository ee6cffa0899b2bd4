using System.Collections.Immutable;

namespace FijiBridge.Engine.Training.Graph;

/// <summary>Operators that move elements about.</summary>
public static class LayoutOperators
{
    // A shader of WebGPU has room for 12 buffers and sometimes fewer; on the processor the further rounds cost nothing that can be measured.
    private const int MostParts = 6;

    public static GraphValue Reshape(this GraphValue x, params IEnumerable<int> shape) =>
        x.Graph.Apply("Reshape", [x, x.Graph.Integers([.. shape.Select(size => (long)size)])]);

    public static GraphValue Transpose(this GraphValue x, params long[] order) =>
        x.Graph.Apply("Transpose", [x], Attributes.Of("perm", order));

    public static GraphValue Expand(this GraphValue x, IEnumerable<int> shape) =>
        x.Graph.Apply("Expand", [x, x.Graph.Integers([.. shape.Select(size => (long)size)])]);

    public static GraphValue Concat(this IReadOnlyList<GraphValue> parts, int axis) =>
        parts.Count == 1 ? parts[0] : parts[0].Graph.Apply("Concat", [.. parts], Attributes.Of("axis", (long)axis));

    /// <summary>Parts of these sizes, one after the other along an axis; many parts are cut in several rounds.</summary>
    public static ImmutableArray<GraphValue> Split(this GraphValue x, int axis, params IEnumerable<long> sizes)
    {
        long[] parts = [.. sizes];
        if (parts.Length == 1) return [x];
        if (parts.Length <= MostParts) return x.Graph.ApplyMany("Split", [x, x.Graph.Integers([.. parts])], Attributes.Of("axis", (long)axis));
        var groups = parts.Chunk((parts.Length + MostParts - 1) / MostParts).ToArray();
        var rounds = x.Split(axis, groups.Select(group => group.Sum())).Zip(groups);
        return [.. rounds.SelectMany(round => round.First.Split(axis, round.Second))];
    }

    /// <summary>Elements <paramref name="start"/> up to but without <paramref name="end"/> of one axis.</summary>
    public static GraphValue Slice(this GraphValue x, int axis, int start, int end)
    {
        var graph = x.Graph;
        return graph.Apply("Slice", [x, graph.Integers(start), graph.Integers(end), graph.Integers(axis), graph.Integers(1)]);
    }

    /// <summary>The elements of each of <paramref name="axes"/> in reverse order.</summary>
    internal static GraphValue Flip(this GraphValue x, params long[] axes)
    {
        if (axes.All(axis => x.Shape[(int)axis] == 1)) return x;
        var graph = x.Graph;
        GraphValue All(long value) => graph.Integers([.. axes.Select(_ => value)]);
        return graph.Apply("Slice", [x, All(-1), All(int.MinValue), graph.Integers([.. axes]), All(-1)]);
    }

    /// <summary>Zeros before and after one axis.</summary>
    public static GraphValue Pad(this GraphValue x, int axis, int before, int after)
    {
        var pads = new long[2 * x.Rank];
        (pads[axis], pads[axis + x.Rank]) = (before, after);
        return x.Graph.Apply("Pad", [x, x.Graph.Integers([.. pads])]);
    }

    /// <summary>
    /// Sums and repeats <paramref name="x"/> until it has <paramref name="shape"/>: what broadcasting did, undone.
    /// </summary>
    internal static GraphValue Fit(this GraphValue x, ImmutableArray<int> shape)
    {
        if (x.Shape.SequenceEqual(shape)) return x;
        var missing = x.Rank - shape.Length;
        var summed = Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis] != 1 && (axis < missing || shape[axis - missing] == 1));
        var axes = summed.Select(axis => (long)axis).ToArray();
        var result = axes.Length > 0 ? x.SumOver(axes) : x;
        if (missing > 0) result = result.Reshape(result.Shape.Skip(missing));
        return result.Shape.SequenceEqual(shape) ? result : result.Expand(shape);
    }
}
