using System.Collections.Immutable;
using static FijiBridge.Engine.Models.Onnx.TensorProto.Types;

namespace FijiBridge.Engine.Training.Graph;

/// <summary>
/// The sizes of an operator's outputs, one row for each operator that networks, losses, optimisers or gradients use,
/// after the operator's own definition in ONNX. What a row does not know (a ceiling, an automatic padding) is refused.
/// </summary>
internal static class ShapeRules
{
    private static readonly Dictionary<string, Func<GraphNode, IEnumerable<TensorType>>> Table = new()
    {
        ["Identity"] = Same, ["Neg"] = Same, ["Abs"] = Same, ["Sign"] = Same, ["Sqrt"] = Same, ["Exp"] = Same, ["Log"] = Same,
        ["Reciprocal"] = Same, ["Sigmoid"] = Same, ["Relu"] = Same, ["LeakyRelu"] = Same, ["HardSigmoid"] = Same, ["Clip"] = Same,
        ["Add"] = Broadcast, ["Sub"] = Broadcast, ["Mul"] = Broadcast, ["Div"] = Broadcast, ["Max"] = Broadcast, ["Min"] = Broadcast,
        ["Sum"] = Broadcast,
        ["Equal"] = node => [new(DataType.Bool, BroadcastShape(node, 0))],
        ["Where"] = node => [new(node.Input(1).Type.Element, BroadcastShape(node, 0))],
        ["Conv"] = node => [Convolution(node)],
        ["MaxPool"] = node => [Pooling(node)],
        ["AveragePool"] = node => [Pooling(node)],
        ["Resize"] = node => [With(node, Shape(node).Zip(node.Integers(2), (size, factor) => size * (int)factor))],
        ["DepthToSpace"] = node => [DepthToSpace(node)],
        ["SpaceToDepth"] = node => [SpaceToDepth(node)],
        ["MatMul"] = node => [MatrixProduct(node)],
        ["ReduceSum"] = node => [Reduction(node)],
        ["ReduceMean"] = node => [Reduction(node)],
        ["Concat"] = node => [Concatenation(node)],
        ["Split"] = Splitting,
        ["Slice"] = node => [Slicing(node)],
        ["Pad"] = node => [Padding(node)],
        ["Reshape"] = node => [Reshaping(node)],
        ["Expand"] = node => [With(node, node.Integers(1).Select(size => (int)size))],
        ["Transpose"] = node => [With(node, node.Integers("perm", 0, 0).Select(axis => Shape(node)[(int)axis]))],
    };

    public static IEnumerable<TensorType> Infer(GraphNode node) => Table.TryGetValue(node.Operator, out var rule)
        ? rule(node)
        : throw new ArgumentException($"the operator {node.Operator} has no row in the table of shapes");

    /// <summary>The size to which all of <paramref name="shapes"/> broadcast (aligned at the last axis).</summary>
    public static ImmutableArray<int> BroadcastShape(IReadOnlyList<ImmutableArray<int>> shapes)
    {
        var rank = shapes.Max(shape => shape.Length);
        var result = Enumerable.Repeat(1, rank).ToArray();
        foreach (var shape in shapes)
        {
            for (var axis = 0; axis < shape.Length; axis++)
            {
                ref var size = ref result[rank - shape.Length + axis];
                if (size != 1 && shape[axis] != 1 && size != shape[axis]) throw Mismatch("broadcasting", shapes);
                size = Math.Max(size, shape[axis]);
            }
        }
        return [.. result];
    }

    private static ImmutableArray<int> Shape(GraphNode node) => node.Input(0).Shape;

    private static TensorType With(GraphNode node, IEnumerable<int> shape) => node.Input(0).Type with { Shape = [.. shape] };

    private static IEnumerable<TensorType> Same(GraphNode node) => [node.Input(0).Type];

    private static IEnumerable<TensorType> Broadcast(GraphNode node) => [node.Input(0).Type with { Shape = BroadcastShape(node, 0) }];

    private static ImmutableArray<int> BroadcastShape(GraphNode node, int first) =>
        BroadcastShape([.. Enumerable.Range(first, node.Inputs.Length - first).Select(input => node.Input(input).Shape)]);

    private static TensorType Convolution(GraphNode node)
    {
        var (x, weights) = (Shape(node), node.Input(1).Shape);
        if (x.Length != weights.Length || x[1] != weights[1]) throw Mismatch("Conv", [x, weights]);
        return With(node, [x[0], weights[0], .. Windows(node, x, [.. weights.Skip(2).Select(size => (long)size)])]);
    }

    private static TensorType Pooling(GraphNode node) =>
        With(node, [.. Shape(node).Take(2), .. Windows(node, Shape(node), node.Integers("kernel_shape", 0, 0))]);

    private static IEnumerable<int> Windows(GraphNode node, ImmutableArray<int> x, IReadOnlyList<long> kernel)
    {
        var (pads, strides) = (node.Integers("pads", 2 * kernel.Count, 0), node.Integers("strides", kernel.Count, 1));
        return kernel.Select((size, axis) => (int)((x[axis + 2] + pads[axis] + pads[axis + kernel.Count] - size) / strides[axis]) + 1);
    }

    private static TensorType DepthToSpace(GraphNode node)
    {
        var (x, block) = (Shape(node), (int)node.Integer("blocksize", 1));
        if (x.Length != 4 || x[1] % (block * block) != 0) throw Mismatch("DepthToSpace", [x]);
        return With(node, [x[0], x[1] / (block * block), x[2] * block, x[3] * block]);
    }

    private static TensorType SpaceToDepth(GraphNode node)
    {
        var (x, block) = (Shape(node), (int)node.Integer("blocksize", 1));
        if (x.Length != 4 || x[2] % block != 0 || x[3] % block != 0) throw Mismatch("SpaceToDepth", [x]);
        return With(node, [x[0], x[1] * block * block, x[2] / block, x[3] / block]);
    }

    private static TensorType MatrixProduct(GraphNode node)
    {
        var (a, b) = (Shape(node), node.Input(1).Shape);
        if (a.Length < 2 || b.Length < 2 || a[^1] != b[^2]) throw Mismatch("MatMul", [a, b]);
        return With(node, [.. BroadcastShape([a[..^2], b[..^2]]), a[^2], b[^1]]);
    }

    private static TensorType Reduction(GraphNode node)
    {
        var axes = node.Inputs.Length > 1 ? node.Integers(1) : [.. Enumerable.Range(0, Shape(node).Length).Select(axis => (long)axis)];
        var kept = Shape(node).Select((size, axis) => axes.Contains(axis) ? 1 : size);
        return With(node, node.Integer("keepdims", 1) == 1 ? kept : kept.Where((_, axis) => !axes.Contains(axis)));
    }

    private static TensorType Concatenation(GraphNode node)
    {
        var (axis, first) = ((int)node.Integer("axis", 0), Shape(node));
        var shapes = node.Inputs.Select((_, input) => node.Input(input).Shape).ToArray();
        if (shapes.Any(shape => !shape.SetItem(axis, 0).SequenceEqual(first.SetItem(axis, 0)))) throw Mismatch("Concat", shapes);
        return With(node, first.SetItem(axis, shapes.Sum(shape => shape[axis])));
    }

    private static IEnumerable<TensorType> Splitting(GraphNode node)
    {
        var (axis, sizes) = ((int)node.Integer("axis", 0), node.Integers(1));
        if (sizes.Sum() != Shape(node)[axis]) throw new ArgumentException($"Split into {sizes.Sum()} elements of an axis of {Shape(node)[axis]}");
        return sizes.Select(size => With(node, Shape(node).SetItem(axis, (int)size)));
    }

    private static TensorType Slicing(GraphNode node)
    {
        var (starts, ends, axes, steps) = (node.Integers(1), node.Integers(2), node.Integers(3), node.Integers(4));
        var shape = Shape(node).ToArray();
        for (var i = 0; i < axes.Length; i++)
        {
            var size = shape[axes[i]];
            // A negative step walks from the last element down to the first: the flip of a convolution's weights.
            if (steps[i] == 1) shape[axes[i]] = (int)(Math.Min(ends[i], size) - starts[i]);
            else if (steps[i] != -1 || starts[i] != -1 || ends[i] > -size - 1) throw new ArgumentException("Slice knows ranges and whole flips only");
        }
        return With(node, shape);
    }

    private static TensorType Padding(GraphNode node)
    {
        var (pads, rank) = (node.Integers(1), Shape(node).Length);
        return With(node, Shape(node).Select((size, axis) => (int)(size + pads[axis] + pads[axis + rank])));
    }

    private static TensorType Reshaping(GraphNode node)
    {
        var type = With(node, node.Integers(1).Select(size => (int)size));
        return type.Count == node.Input(0).Type.Count ? type : throw new ArgumentException($"{node.Input(0).Type} cannot take the shape of {type}");
    }

    private static ArgumentException Mismatch(string op, IEnumerable<ImmutableArray<int>> shapes) =>
        new($"{op} does not take these sizes: {string.Join(" and ", shapes.Select(shape => $"[{string.Join(", ", shape)}]"))}");
}
