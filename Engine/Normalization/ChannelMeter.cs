using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Normalization;

/// <summary>Learns how one channel of a stack is to be scaled and, where the model asks for it, its noise. Every plane is added once.</summary>
internal sealed class ChannelMeter(IntensityProcessing processing, PixelType type, bool measuresNoise)
{
    // What such a model sees of hot and of dead pixels, as multiples of the range of the others. Nothing in a sample is much darker than nearly all of it.
    private const double Brightest = 3, Darkest = 0.5;

    private readonly DistributionCollector? _images = processing.NeedsStatistics ? DistributionCollector.For(type) : null;

    // Planes of one value, which say nothing of a channel that has others: they were not recorded, or are masked.
    private readonly DistributionCollector? _blank = processing.NeedsStatistics && processing.UndoesScaling && measuresNoise ? DistributionCollector.For(type) : null;

    private readonly ExtremeAreas _extremes = new();

    private readonly NoiseMeter _noise = new();

    // The same without what may turn out not to have been recorded, and its border.
    private readonly NoiseMeter _noiseBeside = new();

    private bool _hasImages;

    /// <param name="plane">Of finite pixels.</param>
    /// <param name="isBlank">They are all of one value.</param>
    public void Add(Plane plane, bool isBlank)
    {
        (isBlank && _blank is not null ? _blank : _images)?.Add(plane);
        _hasImages |= !isBlank;
        if (_blank is not null && !isBlank) _extremes.Add(plane);
    }

    /// <summary>A part of a plane that was added before.</summary>
    public void AddNoise(GreyImage window)
    {
        _noise.Add(window);
        double[] areas = [.. _extremes.Values];
        if (areas.Length > 0) _noiseBeside.Add(window.Select(sample => areas.Contains(sample) ? double.NaN : sample));
    }

    public ChannelScaling Complete()
    {
        if (_blank is null) return new ChannelScaling(processing, _images?.Complete(), Found(_noise));
        var all = (_hasImages ? _images! : _blank).Complete();
        (double Value, double Share, IntensityDistribution Others)? area = null;
        foreach (var value in _extremes.Values)
            if (area is null && all.Apart(value) is var (share, others)) area = (value, share, others);
        return Scaling(area?.Others ?? all, Found(area is not null && !_noiseBeside.IsBlind ? _noiseBeside : _noise), area);
    }

    private static ChannelNoise? Found(NoiseMeter meter) => meter.IsBlind ? null : meter.Complete();

    // Models that are told about noise learnt from images without hot pixels and places that were not recorded: a few would make the noise seem nothing beside what they add to the deviation.
    private ChannelScaling Scaling(IntensityDistribution recorded, ChannelNoise? noise, (double Value, double Share, IntensityDistribution)? area)
    {
        var usual = WithoutStuckPixels(recorded);
        var (limits, seen) = ((usual.Reach(Darkest).Least, usual.Reach(Brightest).Most), usual.Within(usual.Reach(1)));
        return new ChannelScaling(processing, seen, noise)
        {
            Limits = recorded.LiesWithin(limits) ? null : limits,
            Blank = area is var (blank, part, _) ? (blank, part, usual.Percentile(50)) : null,
            IsDarkOnBright = usual.IsDarkOnBright,
            Dim = noise is null ? null : DimPart.Of(processing, seen, noise),
        };
    }

    // What has the smallest or largest value and lies alone: however many there are, the others decide.
    private static IntensityDistribution WithoutStuckPixels(IntensityDistribution recorded)
    {
        var bright = recorded.Apart(recorded.Max)?.Others ?? recorded;
        return bright.Apart(bright.Min)?.Others ?? bright;
    }
}
