using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>What is trained, apart from its weights.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Frames">Neighbouring frames in, the middle one out: 1, 3, 5, ...</param>
/// <param name="Maps">Further input channels after the frames, such as a noise level.</param>
public sealed record Network(Architecture Architecture, int Frames = 1, int Maps = 0)
{
    /// <summary>The values on which it works.</summary>
    public Domain Domain { get; init; } = new Domain.Direct();

    /// <summary>
    /// The first map is the noise's standard deviation in the units of the frames, and the network's correction is counted in it.
    /// </summary>
    public bool InNoiseUnits { get; init; }

    /// <summary>Input channels.</summary>
    public int Channels => Frames + Maps;

    /// <summary>Its parameters and their order.</summary>
    public ParameterLayout Layout => Architecture.Layout(Channels);

    /// <exception cref="EngineFailure">The number of frames is even, maps meet a domain that knows none, or the noise's map is missing.</exception>
    public Network Checked()
    {
        if (Frames < 1 || Frames % 2 == 0) throw Refuse($"A network takes an odd number of frames, not {Frames}.");
        if (Maps < 0 || (Maps > 0 && Domain is not Domain.Direct)) throw Refuse($"A stabilised network takes frames only; leave out the {Maps} further maps.");
        if (InNoiseUnits && Maps < 1) throw Refuse("A network that counts in units of the noise needs a map of it.");
        return this;
    }

    /// <summary>From network values to network values.</summary>
    internal GraphValue Apply(Layers layers, GraphValue entered) => Architecture.Apply(layers, entered, Frames, InNoiseUnits);

    /// <summary>From image to image.</summary>
    internal GraphValue Restore(Layers layers, GraphValue image) => Domain.Leave(Apply(layers, Domain.Enter(image)));

    private static EngineFailure Refuse(string message) => new(FailureKind.BadRequest, message);
}
