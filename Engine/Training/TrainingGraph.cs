using FijiBridge.Engine.Training.Autodiff;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>
/// One training step as one graph: cut the weights out of their vector, run the network forward, take the loss, go back
/// through the table of gradients (which joins them into one vector again), update every vector.
/// </summary>
internal static class TrainingGraph
{
    // Names in the graph. A vector's output is bound to the memory of its input.
    public const string Input = "input", Target = "target", Mask = "mask", Loss = "loss", Norm = "gradient_norm", Gradient = "gradient", Counted = "counted";
    public const string LearningRate = "learning_rate", Correction1 = "correction1", Correction2 = "correction2", AverageDecay = "average_decay";
    public static readonly string[] Vectors = ["weights", "mean", "square", "average"];

    /// <summary>The name of a vector after the step.</summary>
    public static string Next(string vector) => $"{vector}_next";

    public static GraphBuilder Build(TrainingOptions options)
    {
        var graph = new GraphBuilder();
        var layout = options.Network.Layout;
        var old = State(graph, layout);
        var loss = Mean(Forward(graph, options, FlatWeights.Cut(old.Weights, layout)));
        Update(graph, old, Differentiation.Gradients(loss, old.Weights)[0], options.Adam);
        graph.Output(Loss, loss.Reshape(1));
        return graph;
    }

    /// <summary>Of a part of a batch: the sum of its pixels' losses, the gradient of that sum, and how much the pixels count together.</summary>
    public static GraphBuilder BuildSums(TrainingOptions options)
    {
        var graph = new GraphBuilder();
        var layout = options.Network.Layout;
        var weights = graph.Input(Vectors[0], [layout.Count]);
        var (sum, counted) = Forward(graph, options, FlatWeights.Cut(weights, layout));
        graph.Output(Gradient, Differentiation.Gradients(sum, weights)[0]);
        graph.Output(Loss, sum.Reshape(1));
        graph.Output(Counted, counted.Reshape(1));
        return graph;
    }

    /// <summary>The rest of such a step: from the parts' gradients together, and how much they count, to the new vectors.</summary>
    public static GraphBuilder BuildUpdate(TrainingOptions options)
    {
        var graph = new GraphBuilder();
        var layout = options.Network.Layout;
        var gradient = graph.Input(Gradient, [layout.Count]) / graph.Input(Counted, [1]).Max(Training.Loss.LeastCounted);
        Update(graph, State(graph, layout), gradient, options.Adam);
        return graph;
    }

    /// <summary>The loss of one batch and its gradient by the weights, without an update.</summary>
    public static GraphBuilder BuildGradient(TrainingOptions options)
    {
        var graph = new GraphBuilder();
        var layout = options.Network.Layout;
        var weights = graph.Input(Vectors[0], [layout.Count]);
        var loss = Mean(Forward(graph, options, FlatWeights.Cut(weights, layout)));
        graph.Output(Gradient, Differentiation.Gradients(loss, weights)[0]);
        graph.Output(Loss, loss.Reshape(1));
        return graph;
    }

    // The loss is taken where the network works: behind a stabilising transform the noise counts alike everywhere.
    private static (GraphValue Sum, GraphValue Counted) Forward(GraphBuilder graph, TrainingOptions options, Architectures.Layers layers)
    {
        var (network, patch) = (options.Network, options.Patch);
        var input = network.Domain.Enter(graph.Input(Input, patch.Input(network)));
        var target = network.Domain.Enter(graph.Input(Target, patch.Output(network)));
        var mask = options.Masked ? graph.Input(Mask, patch.Output(network)) : null;
        return options.Loss.Sums(network.Apply(layers, input), target, mask);
    }

    private static GraphValue Mean((GraphValue Sum, GraphValue Counted) loss) => loss.Sum / loss.Counted.Max(Training.Loss.LeastCounted);

    private static Adam.Vectors State(GraphBuilder graph, ParameterLayout layout)
    {
        var vectors = Array.ConvertAll(Vectors, name => graph.Input(name, [layout.Count]));
        return new Adam.Vectors(vectors[0], vectors[1], vectors[2], vectors[3]);
    }

    private static void Update(GraphBuilder graph, Adam.Vectors old, GraphValue gradient, AdamOptions adam)
    {
        var norm = gradient.Square().Sum().Sqrt().Reshape(1);
        var next = Adam.Update(old, gradient, norm, Scalars(graph), adam);
        foreach (var (name, value) in Vectors.Zip([next.Weights, next.Mean, next.Square, next.Average])) graph.Output(Next(name), value);
        graph.Output(Norm, norm);
    }

    private static Adam.Scalars Scalars(GraphBuilder graph) =>
        new(graph.Input(LearningRate, [1]), graph.Input(Correction1, [1]), graph.Input(Correction2, [1]), graph.Input(AverageDecay, [1]));
}
