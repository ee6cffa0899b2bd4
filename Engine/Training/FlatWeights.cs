using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>All weights of a network in one vector.</summary>
internal static class FlatWeights
{
    /// <summary>Layers whose weights are parts of <paramref name="flat"/>, cut off by one Split.</summary>
    public static Layers Cut(GraphValue flat, ParameterLayout layout)
    {
        var parts = flat.Split(0, layout.Parameters.Select(parameter => (long)parameter.Count));
        return InOrder(layout, (index, parameter) => parts[index].Reshape(parameter.Shape));
    }

    /// <summary>Layers whose weights are written into the graph, each under its name.</summary>
    public static Layers Written(GraphBuilder graph, ParameterLayout layout, float[] flat)
    {
        var next = 0;
        return InOrder(layout, (_, parameter) =>
            graph.Initializer(parameter.Name, flat.AsSpan((next += parameter.Count) - parameter.Count, parameter.Count), parameter.Shape));
    }

    private static Layers InOrder(ParameterLayout layout, Func<int, Parameter, GraphValue> weights)
    {
        var next = 0;
        return new Layers(asked =>
        {
            // A network that is applied again begins again.
            var index = next++ % layout.Parameters.Length;
            var parameter = layout.Parameters[index];
            if (parameter.Name != asked.Name) throw new InvalidOperationException($"{asked.Name} stands where the layout has {parameter.Name}");
            return weights(index, parameter);
        });
    }
}
