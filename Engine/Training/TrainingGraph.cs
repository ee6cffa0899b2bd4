using FijiBridge.Engine.Training.Autodiff;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>
/// One training step as one graph: cut the weights out of their vector, run the network forward, take the loss, go back
/// through the table of gradients (which joins them into one vector again), update every vector.
/// </summary>
internal static class TrainingGraph
{
    // Names in the graph. A vector's output is bound to the memory of its input.
    public const string Input = "input", Target = "target", Mask = "mask", Loss = "loss", Norm = "gradient_norm";
    public const string LearningRate = "learning_rate", Correction1 = "correction1", Correction2 = "correction2", AverageDecay = "average_decay";
    public static readonly string[] Vectors = ["weights", "mean", "square", "average"];

    /// <summary>The name of a vector after the step.</summary>
    public static string Next(string vector) => $"{vector}_next";

    public static GraphBuilder Build(TrainingOptions options)
    {
        var graph = new GraphBuilder();
        var layout = options.Network.Layout;
        var vectors = Array.ConvertAll(Vectors, name => graph.Input(name, [layout.Count]));
        var old = new Adam.Vectors(vectors[0], vectors[1], vectors[2], vectors[3]);
        var loss = Forward(graph, options, FlatWeights.Cut(old.Weights, layout));
        var gradient = Differentiation.Gradients(loss, old.Weights)[0];
        var norm = gradient.Square().Sum().Sqrt().Reshape(1);
        var next = Adam.Update(old, gradient, norm, Scalars(graph), options.Adam);
        foreach (var (name, value) in Vectors.Zip([next.Weights, next.Mean, next.Square, next.Average])) graph.Output(Next(name), value);
        graph.Output(Loss, loss.Reshape(1));
        graph.Output(Norm, norm);
        return graph;
    }

    /// <summary>The loss of one batch and its gradient by the weights, without an update.</summary>
    public static GraphBuilder BuildGradient(TrainingOptions options)
    {
        var graph = new GraphBuilder();
        var layout = options.Network.Layout;
        var weights = graph.Input(Vectors[0], [layout.Count]);
        var loss = Forward(graph, options, FlatWeights.Cut(weights, layout));
        graph.Output("gradient", Differentiation.Gradients(loss, weights)[0]);
        graph.Output(Loss, loss.Reshape(1));
        return graph;
    }

    // The loss is taken where the network works: behind a stabilising transform the noise counts alike everywhere.
    private static GraphValue Forward(GraphBuilder graph, TrainingOptions options, Architectures.Layers layers)
    {
        var (network, patch) = (options.Network, options.Patch);
        var input = network.Domain.Enter(graph.Input(Input, patch.Input(network)));
        var target = network.Domain.Enter(graph.Input(Target, patch.Output(network)));
        var mask = options.Masked ? graph.Input(Mask, patch.Output(network)) : null;
        return options.Loss.Of(network.Apply(layers, input), target, mask);
    }

    private static Adam.Scalars Scalars(GraphBuilder graph) =>
        new(graph.Input(LearningRate, [1]), graph.Input(Correction1, [1]), graph.Input(Correction2, [1]), graph.Input(AverageDecay, [1]));
}
