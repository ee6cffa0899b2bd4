using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training.Autodiff;

/// <summary>A node on the way back: its inputs A, B, C, its first output Y, and the gradients of the loss by its outputs.</summary>
internal sealed class Backward(GraphNode node, IReadOnlyList<GraphValue?> gradients)
{
    public GraphNode Node => node;

    public GraphBuilder Graph => Y.Graph;

    public GraphValue A => node.Input(0);

    public GraphValue B => node.Input(1);

    public GraphValue C => node.Input(2);

    public GraphValue Y => node.Outputs[0];

    /// <summary>The gradient of the loss by <see cref="Y"/>.</summary>
    public GraphValue Dy => Gradient(0);

    /// <summary>The gradient by any output; zeros where the loss does not depend on it.</summary>
    public GraphValue Gradient(int output) => gradients[output] ?? Graph.Scalar(0).Expand(node.Outputs[output].Shape);
}
