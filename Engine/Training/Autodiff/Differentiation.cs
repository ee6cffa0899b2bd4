using FijiBridge.Engine.Training.Graph;
using static FijiBridge.Engine.Models.Onnx.TensorProto.Types;

namespace FijiBridge.Engine.Training.Autodiff;

/// <summary>Reverse-mode differentiation of a graph, into the same graph.</summary>
public static class Differentiation
{
    /// <summary>
    /// Adds the nodes that compute the gradient of <paramref name="loss"/>, a scalar, with respect to each variable.
    /// </summary>
    /// <returns>One value for each variable, of its size; zeros where the loss does not depend on it.</returns>
    /// <exception cref="NotSupportedException">An operator between a variable and the loss has no row in the table.</exception>
    public static IReadOnlyList<GraphValue> Gradients(GraphValue loss, params IReadOnlyList<GraphValue> variables)
    {
        if (loss.Rank != 0) throw new ArgumentException($"the loss must be a scalar, not {loss.Type}", nameof(loss));
        var graph = loss.Graph;
        var forward = graph.Nodes.ToArray();
        var dependent = Dependents(forward, variables);
        var gradients = new Accumulator();
        gradients.Add(loss, graph.Scalar(1));
        foreach (var node in forward.Reverse().Where(node => dependent.Contains(node.Outputs[0])))
            Propagate(node, dependent, gradients);
        return [.. variables.Select(variable => gradients.Total(variable) ?? graph.Scalar(0).Expand(variable.Shape))];
    }

    private static HashSet<GraphValue> Dependents(IEnumerable<GraphNode> forward, IEnumerable<GraphValue> variables)
    {
        var dependent = variables.ToHashSet();
        foreach (var node in forward.Where(node => node.Inputs.Any(input => input is not null && dependent.Contains(input))))
            dependent.UnionWith(node.Outputs.Where(output => output.Type.Element == DataType.Float));
        return dependent;
    }

    private static void Propagate(GraphNode node, HashSet<GraphValue> dependent, Accumulator gradients)
    {
        var ofOutputs = node.Outputs.Select(gradients.Total).ToArray();
        if (ofOutputs.All(gradient => gradient is null)) return;
        var row = GradientTable.Of(node, ofOutputs);
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is not { } input || !dependent.Contains(input)) continue;
            var gradient = row.ElementAtOrDefault(i) ?? throw new NotSupportedException($"{node.Operator} has no gradient for its input {i}");
            gradients.Add(input, gradient());
        }
    }

    /// <summary>The gradients that reach a value from each of its uses.</summary>
    private sealed class Accumulator
    {
        private readonly Dictionary<GraphValue, List<GraphValue>> _parts = [];

        public void Add(GraphValue value, GraphValue gradient)
        {
            if (!_parts.TryGetValue(value, out var parts)) _parts[value] = parts = [];
            parts.Add(gradient);
        }

        // Broadcasting is undone here and nowhere else: a row may hand back more axes than its input has, or fewer.
        // Summed before they are repeated, parts that are constant over an image cost nothing.
        public GraphValue? Total(GraphValue value)
        {
            if (!_parts.TryGetValue(value, out var parts)) return null;
            var total = parts.Select(part => part.Rank > value.Rank || part.Type.Count > value.Type.Count ? part.Fit(value.Shape) : part)
                .Aggregate((a, b) => a + b)
                .Fit(value.Shape);
            _parts[value] = [total];
            return total;
        }
    }
}
