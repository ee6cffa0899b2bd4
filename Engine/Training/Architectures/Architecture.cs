using System.Collections.Immutable;
using FijiBridge.Engine.Training.Graph;
using FijiBridge.Engine.Training.Packages;

namespace FijiBridge.Engine.Training.Architectures;

/// <summary>
/// A network without its weights. The input is <c>[batch, frame, (z,) y, x]</c>: an odd number of neighbouring frames and
/// perhaps further maps after them; the output is one restored channel, the middle frame plus what the network adds to it.
/// Values are scaled to about mean 0 and deviation 1.
/// </summary>
public abstract record Architecture
{
    /// <summary>He's gain for layers that a ReLU follows.</summary>
    protected static readonly double ReluGain = Math.Sqrt(2);

    /// <summary>
    /// Gain of a layer whose output is added to something: the sum begins close to that something, and the variance
    /// does not double at every addition.
    /// </summary>
    protected const double AddedGain = 0.1;

    /// <summary>The word for it on the command line and in a model's description.</summary>
    public abstract string Name { get; }

    /// <summary>The paper that it comes from.</summary>
    public abstract Citation Cite();

    /// <summary>Whether the network works on stacks <c>[z, y, x]</c> rather than on planes.</summary>
    public virtual bool Volume => false;

    /// <summary>Output pixels for each input pixel along x and y.</summary>
    public virtual int Scale => 1;

    /// <summary>Width and height of an input must be multiples of this.</summary>
    public virtual int Divisor => 1;

    /// <summary>The network itself: from all input channels to what is added to the middle frame.</summary>
    protected abstract GraphValue Residual(Layers layers, GraphValue input);

    /// <summary>Adds the network to the graph of <paramref name="input"/>.</summary>
    /// <param name="layers">Gives the weights, in the order of <see cref="Layout"/>.</param>
    /// <param name="input">See the type.</param>
    /// <param name="frames">How many of the input's channels are frames; the rest are maps.</param>
    /// <param name="inNoiseUnits">
    /// Whether the first map holds the noise's deviation, and what the network adds is counted in it: where there is no noise nothing changes.
    /// </param>
    public GraphValue Apply(Layers layers, GraphValue input, int frames, bool inNoiseUnits = false)
    {
        var middle = input.Shape[1] == 1 ? input : input.Slice(1, frames / 2, frames / 2 + 1);
        var added = Residual(layers, input);
        if (inNoiseUnits) added *= Enlarged(input.Slice(1, frames, frames + 1));
        return added + Enlarged(middle);
    }

    /// <summary>The parameters for an input of <paramref name="channels"/> channels.</summary>
    public ParameterLayout Layout(int channels)
    {
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        var graph = new GraphBuilder();
        var layers = new Layers(parameter =>
        {
            parameters.Add(parameter);
            return graph.Input(parameter.Name, parameter.Shape);
        });
        Residual(layers, graph.Input("input", Example(channels)));
        return new ParameterLayout(parameters.ToImmutable());
    }

    /// <summary>
    /// How far an output pixel sees, in input pixels in either direction along (z,) y and x. The global means of channel
    /// attention are left out: they see everything, a little.
    /// </summary>
    public ImmutableArray<int> ReceptiveField()
    {
        var graph = new GraphBuilder();
        var input = graph.Input("input", Example(1));
        var layers = new Layers(parameter => graph.Input(parameter.Name, parameter.Shape));
        return Architectures.ReceptiveField.Of(Apply(layers, input, 1), input);
    }

    /// <summary>An image at the size of the output, by linear interpolation.</summary>
    protected GraphValue Enlarged(GraphValue image) => Scale == 1 ? image : image.Interpolate(Scale, Scale);

    private ImmutableArray<int> Example(int channels) =>
        Volume ? [1, channels, 1, Divisor, Divisor] : [1, channels, Divisor, Divisor];
}
