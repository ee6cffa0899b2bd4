using FijiBridge.Engine.Training.Autodiff;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Tests.Training.Autodiff;

/// <summary>Compares the gradient of a weighted sum of a function's outputs with central differences of that sum.</summary>
internal sealed class FiniteDifferences
{
    private readonly GraphBuilder _graph = new();
    private readonly GraphValue[] _inputs;
    private readonly float[][] _data;
    private readonly float[] _weights;
    private readonly double _step;
    private readonly int _seed;

    public FiniteDifferences(Func<GraphValue[], GraphValue> function, int[][] shapes, int seed, double? step = null)
    {
        _seed = seed;
        var random = new Random(seed);
        _inputs = [.. shapes.Select((shape, index) => _graph.Input($"x{index}", [.. shape]))];
        (_data, var small) = Draw(random, _inputs);
        _step = step ?? small;
        var y = function(_inputs);
        _weights = [.. Enumerable.Range(0, (int)y.Type.Count).Select(_ => (float)(random.NextDouble() + 0.5))];
        var loss = (y * _graph.Initializer("weights", _weights, y.Shape)).Sum();
        var gradients = Differentiation.Gradients(loss, _inputs);
        _graph.Output("y", y);
        for (var i = 0; i < _inputs.Length; i++) _graph.Output($"gradient{i}", gradients[i]);
    }

    public void Check(string name)
    {
        using var runner = new GraphRunner(_graph);
        var exact = Run(runner);
        for (var input = 0; input < _inputs.Length; input++)
        {
            var gradient = exact[$"gradient{input}"];
            Assert.HasCount(_data[input].Length, gradient);
            for (var element = 0; element < gradient.Length; element += 1 + gradient.Length / 64)
            {
                var expected = Difference(runner, ref _data[input][element]);
                Assert.AreEqual(expected, gradient[element], 2e-3 * Math.Max(1, Math.Abs(expected)), $"{name}, seed {_seed}, input {input}, element {element}");
            }
        }
    }

    // All elements of all inputs are different odd multiples of one spacing, so that no kink (a sign, a maximum) lies
    // within the step of a difference.
    private static (float[][] Data, double Step) Draw(Random random, GraphValue[] inputs)
    {
        var counts = inputs.Select(input => (int)input.Type.Count).ToArray();
        var total = counts.Sum();
        var grid = Enumerable.Range(0, total).Select(i => (float)((2 * i + 1 - total + total % 2) / (double)total)).ToArray();
        random.Shuffle(grid);
        var ends = counts.Select((_, index) => counts.Take(index + 1).Sum()).ToArray();
        return ([.. ends.Zip(counts, (end, count) => grid[(end - count)..end])], Math.Min(0.02, 0.4 / total));
    }

    private double Difference(GraphRunner runner, ref float element)
    {
        var centre = element;
        var (low, high) = ((float)(centre - _step), (float)(centre + _step));
        element = high;
        var above = Loss(Run(runner)["y"]);
        element = low;
        var below = Loss(Run(runner)["y"]);
        element = centre;
        return (above - below) / ((double)high - low);
    }

    private Dictionary<string, float[]> Run(GraphRunner runner) => runner.Run([.. _inputs.Zip(_data)]);

    // In double: the sum of float32 outputs would lose the difference.
    private double Loss(float[] y) => y.Zip(_weights, (value, weight) => (double)value * weight).Sum();
}
