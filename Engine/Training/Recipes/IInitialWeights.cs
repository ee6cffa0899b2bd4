namespace FijiBridge.Engine.Training.Recipes;

/// <summary>What a built-in model begins with instead of random weights.</summary>
public interface IInitialWeights
{
    /// <summary>Initial weights of a network, in the order of <see cref="Network.Layout"/>.</summary>
    /// <param name="network">What will be trained.</param>
    /// <param name="seed">Draws the weights of what is new.</param>
    /// <exception cref="EngineFailure">BadInput: the model that it begins with cannot be read, or shares no layer with the network.</exception>
    float[] Weights(Network network, int seed);
}
