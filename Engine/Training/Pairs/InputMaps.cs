using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Maps that a network is given beside the frames, such as the deviation of the noise.</summary>
/// <param name="Count">How many.</param>
/// <param name="Reach">How far a map sees beyond a pixel. Unit: pixels.</param>
/// <param name="Make">From scaled frames and the noise of their stack and channel, in the same scale, to the maps of the middle frame.</param>
public sealed record InputMaps(int Count, int Reach, Func<IReadOnlyList<GreyImage>, ScaledNoise, IReadOnlyList<GreyImage>> Make);
