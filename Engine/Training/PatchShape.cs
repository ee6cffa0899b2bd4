using System.Collections.Immutable;

namespace FijiBridge.Engine.Training;

/// <summary>Size of the patches of a batch, in input pixels; depth 1 for networks on planes.</summary>
public sealed record PatchShape(int Batch, int Height, int Width, int Depth = 1)
{
    /// <summary><c>[batch, channel, (z,) y, x]</c> for the input of a network.</summary>
    public ImmutableArray<int> Input(Network network) => Of(network, network.Channels, 1);

    /// <summary><c>[batch, 1, (z,) y, x]</c> for its output.</summary>
    public ImmutableArray<int> Output(Network network) => Of(network, 1, network.Architecture.Scale);

    private ImmutableArray<int> Of(Network network, int channels, int scale) => network.Architecture.Volume
        ? [Batch, channels, Depth, Height * scale, Width * scale]
        : [Batch, channels, Height * scale, Width * scale];
}
