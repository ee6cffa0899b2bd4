namespace FijiBridge.Engine.Training.Graph;

/// <summary>Operators that work element by element, and sums over axes.</summary>
public static class ElementwiseOperators
{
    public static GraphValue Abs(this GraphValue x) => x.Graph.Apply("Abs", [x]);

    /// <summary>-1, 0 or 1.</summary>
    public static GraphValue Sign(this GraphValue x) => x.Graph.Apply("Sign", [x]);

    public static GraphValue Sqrt(this GraphValue x) => x.Graph.Apply("Sqrt", [x]);

    public static GraphValue Exp(this GraphValue x) => x.Graph.Apply("Exp", [x]);

    public static GraphValue Log(this GraphValue x) => x.Graph.Apply("Log", [x]);

    public static GraphValue Sigmoid(this GraphValue x) => x.Graph.Apply("Sigmoid", [x]);

    public static GraphValue Relu(this GraphValue x) => x.Graph.Apply("Relu", [x]);

    /// <summary>x where x is positive, <paramref name="slope"/> * x elsewhere.</summary>
    public static GraphValue LeakyRelu(this GraphValue x, double slope) =>
        x.Graph.Apply("LeakyRelu", [x], Attributes.Of("alpha", slope));

    public static GraphValue Max(this GraphValue a, GraphValue b) => a.Graph.Apply("Max", [a, b]);

    public static GraphValue Max(this GraphValue a, double b) => a.Max(a.Graph.Scalar(b));

    public static GraphValue Min(this GraphValue a, GraphValue b) => a.Graph.Apply("Min", [a, b]);

    public static GraphValue Min(this GraphValue a, double b) => a.Min(a.Graph.Scalar(b));

    public static GraphValue Square(this GraphValue x) => x * x;

    /// <summary>Sums over <paramref name="axes"/>, which stay with size 1.</summary>
    public static GraphValue SumOver(this GraphValue x, params long[] axes) => x.Graph.Apply("ReduceSum", [x, x.Graph.Integers([.. axes])]);

    /// <summary>Means over <paramref name="axes"/>, which stay with size 1.</summary>
    public static GraphValue MeanOver(this GraphValue x, params long[] axes) => x.Graph.Apply("ReduceMean", [x, x.Graph.Integers([.. axes])]);

    /// <summary>The sum of all elements, a scalar.</summary>
    public static GraphValue Sum(this GraphValue x) => x.Graph.Apply("ReduceSum", [x, AllAxes(x)], Attributes.Of("keepdims", 0L));

    /// <summary>The mean of all elements, a scalar.</summary>
    public static GraphValue Mean(this GraphValue x) => x.Graph.Apply("ReduceMean", [x, AllAxes(x)], Attributes.Of("keepdims", 0L));

    /// <summary>1 where x is positive, 0 where it is 0 or negative (below 1e-30 in between).</summary>
    internal static GraphValue Step(this GraphValue x) =>
        x.Graph.Apply("HardSigmoid", [x], Attributes.Of("alpha", 1e30), Attributes.Of("beta", 0.0));

    internal static GraphValue Clip(this GraphValue x, double min, double max) =>
        x.Graph.Apply("Clip", [x, x.Graph.Scalar(min), x.Graph.Scalar(max)]);

    internal static GraphValue EqualTo(this GraphValue a, GraphValue b) => a.Graph.Apply("Equal", [a, b]);

    internal static GraphValue Where(this GraphValue condition, GraphValue then, GraphValue otherwise) =>
        condition.Graph.Apply("Where", [condition, then, otherwise]);

    private static GraphValue AllAxes(GraphValue x) => x.Graph.Integers([.. Enumerable.Range(0, x.Rank).Select(axis => (long)axis)]);
}
