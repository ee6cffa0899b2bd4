using System.Globalization;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Restoration;

/// <summary>
/// How a channel is shown to the network: as a whole, and its <see cref="DimPart"/>s by themselves where it has any. Tiles come back in the order in which they
/// went: some as their dimmest part is scaled, then the same as brighter ones are, and at last as the whole is. Of one run.
/// </summary>
internal sealed class ChannelLooks
{
    private readonly List<ChannelScaling> _scalings;

    // What the network made of the part before, of the tiles that have not come back yet as the next is scaled.
    private readonly Queue<float[]> _dim = [];

    /// <param name="job">Where it gives figures of the noise, these are those of the whole: nothing is shown by itself.</param>
    /// <param name="whole">Of the channel.</param>
    public ChannelLooks(RestoreJob job, ChannelScaling whole)
    {
        _scalings = [whole];
        while (job.EstimatesAll && _scalings[0].Dim is { } dim) _scalings.Insert(0, dim.Scaling);
        Parameters = [.. _scalings.Select(scaling => ChannelParameters.Of(job, scaling.Noise))];
    }

    /// <summary>The scaling of each, from the dimmest part to the whole.</summary>
    public IReadOnlyList<ChannelScaling> Scalings => _scalings;

    /// <summary>The model's parameters for each.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>> Parameters { get; }

    /// <summary>One sentence for each channel that is shown more than once.</summary>
    public static IEnumerable<string> Notices(RestoreJob job, IReadOnlyList<ChannelScaling> scalings)
    {
        for (var channel = 0; channel < scalings.Count; channel++)
            if (new ChannelLooks(job, scalings[channel]).Scalings is { Count: > 1 and var times } and [.., var whole])
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"in channel {channel + 1} what is dim, up to {whole.Dim!.Full:G4}, would drown beside what is much brighter: it is also shown to the network by itself, which takes {times} times as long; what is brighter may keep some of its noise");
    }

    /// <summary>Takes what the network made of a tile.</summary>
    /// <param name="look">Place in <see cref="Scalings"/>.</param>
    /// <param name="output">In the units of that scaling; dimmer parts are put into it.</param>
    /// <returns>It is the tile of the whole channel.</returns>
    public bool Take(int look, float[] output)
    {
        if (look > 0) _scalings[look].Dim!.Blend(_dim.Dequeue(), output, _scalings[look]);
        if (look == _scalings.Count - 1) return true;
        _dim.Enqueue([.. output]);
        return false;
    }
}
