using FijiBridge.Engine.Training.Autodiff;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Tests.Training.Autodiff;

/// <summary>Every row of the table against central differences.</summary>
[TestClass]
public class GradientTableTests
{
    private static readonly int[] Image = [2, 3, 4, 6];
    private static readonly int[] Volume = [2, 2, 3, 4, 4];

    /// <summary>What is differentiated, and the sizes of its inputs. The first word names the operator.</summary>
    private static readonly Dictionary<string, (Func<GraphValue[], GraphValue> Function, int[][] Shapes)> Cases = new()
    {
        ["Identity"] = (x => x[0].Graph.Apply("Identity", [x[0]]), [[3, 4]]),
        ["Add same size"] = (x => x[0] + x[1], [[3, 4], [3, 4]]),
        ["Add to itself"] = (x => x[0] + x[0], [[3, 4]]),
        ["Add broadcast both ways"] = (x => x[0] + x[1], [[3, 1, 5], [4, 1]]),
        ["Sub broadcast scalar"] = (x => x[0] - x[1], [[3, 4], []]),
        ["Mul same size"] = (x => x[0] * x[1], [[3, 4], [3, 4]]),
        ["Mul broadcast channels"] = (x => x[0] * x[1], [[2, 3, 4, 5], [2, 3, 1, 1]]),
        ["Mul with itself"] = (x => x[0].Square(), [[5]]),
        ["Div broadcast"] = (x => x[0] / (x[1] + 3), [[3, 4], [1, 4]]),
        ["Neg"] = (x => -x[0], [[7]]),
        ["Abs"] = (x => x[0].Abs(), [[4, 5]]),
        ["Sqrt"] = (x => (x[0] + 2).Sqrt(), [[4, 5]]),
        ["Exp"] = (x => x[0].Exp(), [[4, 5]]),
        ["Log"] = (x => (x[0] + 2).Log(), [[4, 5]]),
        ["Sigmoid"] = (x => x[0].Sigmoid(), [[4, 5]]),
        ["Max of two"] = (x => x[0].Max(x[1]), [[4, 5], [5]]),
        ["Min of two"] = (x => x[0].Min(x[1]), [[4, 5], [4, 1]]),
        ["Relu"] = (x => x[0].Relu(), [Image]),
        ["LeakyRelu"] = (x => x[0].LeakyRelu(0.1), [Image]),
        ["Where"] = (x => x[2].EqualTo(x[2].Relu()).Where(x[0], x[1]), [[4, 5], [5], [4, 5]]),
        ["ReduceSum of some axes"] = (x => x[0].SumOver(0, 2), [Image]),
        ["ReduceSum of all"] = (x => x[0].Sum(), [Image]),
        ["ReduceSum without its axes"] = (x => DropAxes(x[0], 1, 3), [Image]),
        ["ReduceMean of some axes"] = (x => x[0].MeanOver(2, 3), [Image]),
        ["ReduceMean of all"] = (x => x[0].Mean(), [Volume]),
        ["Reshape"] = (x => x[0].Reshape(6, 4), [[2, 3, 4]]),
        ["Expand"] = (x => x[0].Expand([2, 3, 4]), [[3, 1]]),
        ["Transpose"] = (x => x[0].Transpose(2, 0, 1), [[2, 3, 4]]),
        ["Concat"] = (x => new[] { x[0], x[1], x[0] }.Concat(1), [[2, 3, 4], [2, 1, 4]]),
        ["Split with one part unused"] = (x => x[0].Split(1, 2, 1, 3) is var parts ? new[] { parts[2], parts[0] }.Concat(1) : null!, [[2, 6, 2]]),
        ["Slice"] = (x => x[0].Slice(1, 1, 3), [[2, 5, 2]]),
        ["Pad"] = (x => x[0].Pad(1, 2, 1), [[2, 3, 2]]),
        ["DepthToSpace by 2"] = (x => x[0].PixelShuffle(2), [[2, 8, 2, 3]]),
        ["DepthToSpace by 4"] = (x => x[0].PixelShuffle(4), [[1, 32, 2, 1]]),
        ["SpaceToDepth by 2"] = (x => x[0].PixelUnshuffle(2), [[2, 3, 4, 6]]),
        ["SpaceToDepth by 4"] = (x => x[0].PixelUnshuffle(4), [[1, 2, 4, 8]]),
        ["Conv 3x3"] = (x => x[0].Convolve(x[1], x[2]), [Image, [4, 3, 3, 3], [4]]),
        ["Conv 1x1"] = (x => x[0].Convolve(x[1], x[2]), [Image, [5, 3, 1, 1], [5]]),
        ["Conv 5x3 without bias"] = (x => x[0].Convolve(x[1]), [Image, [2, 3, 5, 3]]),
        ["Conv without padding"] = (x => x[0].Convolve(x[1], null, [0, 0]), [Image, [2, 3, 3, 3]]),
        ["Conv larger than small"] = (x => x[0].Convolve(x[1], x[2]), [[2, 1, 32, 33], [1, 1, 3, 3], [1]]),
        ["Conv of one image"] = (x => x[0].Convolve(x[1]), [[1, 2, 4, 5], [3, 2, 3, 3]]),
        ["Conv 3x3x3"] = (x => x[0].Convolve(x[1], x[2]), [Volume, [3, 2, 3, 3, 3], [3]]),
        ["Conv 3x3x3 of one plane"] = (x => x[0].Convolve(x[1]), [[1, 2, 1, 4, 4], [2, 2, 3, 3, 3]]),
        ["Conv 1x3x3"] = (x => x[0].Convolve(x[1]), [Volume, [3, 2, 1, 3, 3]]),
        ["MaxPool"] = (x => x[0].MaxPool(2, 2), [Image]),
        ["MaxPool in the plane"] = (x => x[0].MaxPool(1, 2, 2), [Volume]),
        ["AveragePool"] = (x => x[0].AveragePool(2, 3), [Image]),
        ["Resize"] = (x => x[0].Upsample(2, 2), [Image]),
        ["Resize in the plane"] = (x => x[0].Upsample(1, 2, 2), [Volume]),
    };

    public static IEnumerable<object[]> Names => Cases.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Row_AgainstFiniteDifferences_IsTheDerivative(string name)
    {
        var (function, shapes) = Cases[name];
        var seed = 20261122 + name.Sum(letter => letter);
        // A convolution is linear in each input: there a difference is exact at any step, and a long one loses no digits.
        double? step = name.StartsWith("Conv", StringComparison.Ordinal) ? 0.5 : null;
        new FiniteDifferences(function, shapes, seed, step).Check(name);
    }

    [TestMethod]
    public void Table_EveryRow_HasACase()
    {
        var tested = Cases.Keys.Select(name => name.Split(' ')[0]).ToHashSet();

        CollectionAssert.AreEquivalent(GradientTable.Operators.ToArray(), tested.ToArray());
    }

    [TestMethod]
    public void Operator_WithoutRow_IsNamed()
    {
        var graph = new GraphBuilder();
        var x = graph.Input("x", [3]);

        var failure = Assert.ThrowsExactly<NotSupportedException>(() => Differentiation.Gradients(x.Sign().Sum(), x));

        StringAssert.Contains(failure.Message, "Sign");
    }

    private static GraphValue DropAxes(GraphValue x, params long[] axes) =>
        x.Graph.Apply("ReduceSum", [x, x.Graph.Integers([.. axes])], Attributes.Of("keepdims", 0L));
}
