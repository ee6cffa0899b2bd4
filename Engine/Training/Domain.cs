using FijiBridge.Engine.Training.Graph;

namespace FijiBridge.Engine.Training;

/// <summary>The values on which a network works, and the way there and back inside the graph.</summary>
public abstract record Domain
{
    /// <summary>From the values of images to those of the network.</summary>
    public abstract GraphValue Enter(GraphValue image);

    /// <summary>From the network's values back to those of images.</summary>
    public abstract GraphValue Leave(GraphValue restored);

    /// <summary>The network sees images as they come.</summary>
    public sealed record Direct : Domain
    {
        public override GraphValue Enter(GraphValue image) => image;

        public override GraphValue Leave(GraphValue restored) => restored;
    }

    /// <summary>
    /// The network sees images whose noise has the same variance everywhere, scaled to mean 0 and deviation 1; the loss is
    /// taken there too. Every input channel must be a frame: the transform knows no other maps.
    /// </summary>
    /// <param name="Noise">The camera's, in the units of the images.</param>
    /// <param name="Mean">Of the stabilised training images.</param>
    /// <param name="Deviation">Of the stabilised training images.</param>
    /// <param name="NoisyTargets">Whether the targets have noise (Noise2Noise): then the way back is the unbiased inverse.</param>
    public sealed record Stabilized(NoiseModel Noise, double Mean, double Deviation, bool NoisyTargets) : Domain
    {
        public override GraphValue Enter(GraphValue image) => (GeneralizedAnscombe.Stabilize(image, Noise) - Mean) / Deviation;

        public override GraphValue Leave(GraphValue restored)
        {
            var stabilized = restored * Deviation + Mean;
            return NoisyTargets ? GeneralizedAnscombe.Unbiased(stabilized, Noise) : GeneralizedAnscombe.Algebraic(stabilized, Noise);
        }
    }
}
