using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>One plane of one pair with its figures.</summary>
/// <param name="Pair">The files.</param>
/// <param name="Plane">Number of the plane in XYCZT order, from 1; as Fiji counts.</param>
/// <param name="Planes">How many planes the pair has.</param>
/// <param name="Scores">How good the methods are.</param>
internal sealed record JudgedPlane(FilePair Pair, long Plane, long Planes, PairScores Scores);

/// <summary>All planes of one pair, and who restored them.</summary>
internal sealed record JudgedPair(IReadOnlyList<JudgedPlane> Planes, Done Done);
