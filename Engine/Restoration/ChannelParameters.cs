using System.Globalization;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Restoration;

/// <summary>The values of a model's parameters for each channel of a stack: those of the job, and what was measured.</summary>
internal sealed class ChannelParameters
{
    private readonly IReadOnlyDictionary<string, double>[] _channels;
    private readonly IReadOnlyList<ModelParameter> _measured;
    private readonly IReadOnlyList<ChannelScaling> _scalings;

    /// <param name="job">Its estimated parameters are replaced.</param>
    /// <param name="scalings">Of each channel; where one knows no noise, the parameters keep their values.</param>
    public ChannelParameters(RestoreJob job, IReadOnlyList<ChannelScaling> scalings)
    {
        (_measured, _scalings) = (job.Estimated, scalings);
        _channels = [.. scalings.Select(scaling => Of(job, scaling.Noise))];
    }

    /// <summary>The values for images of that noise; null: it is not known.</summary>
    public static IReadOnlyDictionary<string, double> Of(RestoreJob job, ScaledNoise? noise)
    {
        var values = job.Parameters.ToDictionary();
        if (noise is null) return values;
        foreach (var parameter in job.Estimated)
            values[parameter.Name] = Math.Clamp(noise.Figure(parameter.Estimate!.Value), parameter.Minimum, parameter.Maximum);
        return values;
    }

    /// <summary>All values by name; of a stack with several channels, measured ones are named with their channel (from 1).</summary>
    public IReadOnlyDictionary<string, double> Summary()
    {
        var summary = new Dictionary<string, double>();
        foreach (var (name, value) in _channels[0])
        {
            if (_channels.Length == 1 || _measured.All(parameter => parameter.Name != name)) summary[name] = value;
            else for (var channel = 0; channel < _channels.Length; channel++) summary[$"{name} (channel {channel + 1})"] = _channels[channel][name];
        }
        return summary;
    }

    /// <summary>One sentence for each channel whose noise was not found, or that is unlike what the model has learnt from.</summary>
    public IEnumerable<string> Warnings()
    {
        var variance = _measured.FirstOrDefault(parameter => parameter.Estimate == NoiseFigure.Variance);
        for (var channel = 0; _measured.Count > 0 && channel < _scalings.Count; channel++)
        {
            var assumed = string.Join(", ", _measured.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name} {_channels[channel][parameter.Name]:G3}")));
            if (_scalings[channel].Noise is null)
                yield return $"channel {channel + 1} is too small to measure its noise (images of 10 x 10 pixels can be measured): {assumed} was assumed; give the figures if you know them";
            else if (_scalings[channel].IsDarkOnBright)
                yield return $"channel {channel + 1} shows dark structures on bright ground, as transmitted light does: the model has learnt mostly from fluorescence, and may fade or invent them; compare the result with the input";
            else if (variance is not null && _scalings[channel].Noise is { Variance: 0, Growth: 0 })
                yield return $"no noise was found in channel {channel + 1}, so that the model changes little there; give {variance.Name} if it has noise";
        }
        for (var channel = 0; channel < _channels.Length; channel++)
        {
            var outside = _measured.Where(parameter => parameter.Trained is var (low, high) && !(_channels[channel][parameter.Name] >= low && _channels[channel][parameter.Name] <= high)).ToList();
            if (outside.Count == 0) continue;
            var figures = string.Join(", ", outside.Select(parameter => string.Create(CultureInfo.InvariantCulture,
                $"{parameter.Name} is {_channels[channel][parameter.Name]:G3}, trained on {parameter.Trained!.Value.Low:G3} to {parameter.Trained.Value.High:G3}")));
            yield return $"the noise of channel {channel + 1} lies outside the range that the model was trained on ({figures}); compare the result with the input";
        }
    }
}
