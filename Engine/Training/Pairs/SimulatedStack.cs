using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>A good stack from which inputs and targets are made by simulation.</summary>
internal sealed class SimulatedStack(FilePair pair, PlaneSource source, PairOptions options, long budget)
{
    // Enough pixels for a camera's noise.
    private const int PlanesForCamera = 8;

    /// <exception cref="ArgumentException">The camera's noise cannot be estimated.</exception>
    public IReadOnlyList<TrainingPlane> Planes(Complaints complaints)
    {
        if (source.PixelType is not (PixelType.UInt8 or PixelType.UInt16))
        {
            complaints.Add($"{pair.Name}: its pixels are {source.PixelType}; worse images can be simulated from those of cameras, UInt8 and UInt16");
            return [];
        }
        var sizes = options.Simulation == SimulationTask.Binning ? 2 : 1;
        if (Math.Min(source.Shape.Width, source.Shape.Height) < PairPreparation.SmallestSide * sizes)
        {
            complaints.Add(PairPreparation.TooSmall(pair, source.Shape));
            return [];
        }
        if (!PairPreparation.HasFrames(pair, source.Shape, options, complaints)) return [];
        return [.. Enumerable.Range(0, source.Shape.Channels).SelectMany(Channel)];
    }

    private IEnumerable<TrainingPlane> Channel(int channel)
    {
        var chosen = PairPreparation.Chosen(source.Shape, budget, options.Volumes).Where(slices => slices[0].Channel == channel).ToList();
        var images = chosen.SelectMany(slices => slices).ToDictionary(index => index, Image);
        var degradation = DegradationOf([.. images.Values.Take(PlanesForCamera)]);
        var spoilt = images.Values.Take(PlanesForCamera).Select((image, i) => degradation.Apply(image, new RandomSource(options.Seed, i))).ToList();
        var scaling = Scaling(spoilt);
        var noise = Noise(spoilt, scaling, degradation);
        var series = ScaledStack.SeriesOf(source.Shape, options.Frames);
        SimulatedPlane Plane(PlaneIndex index)
        {
            var frames = series.Around(index, source.Shape).Select(frame => images.TryGetValue(frame, out var known) ? known : Image(frame)).ToList();
            return new SimulatedPlane(PairPreparation.NameOf(pair, source.Shape, [index]), pair.Field, frames, degradation, scaling, noise)
            {
                Channel = channel,
                Maps = options.Maps,
                Noise = scaling.Noise,
            };
        }

        return chosen.Select(slices => PairPreparation.Together([.. slices.Select(Plane)]));
    }

    private GreyImage Image(PlaneIndex index) => GreyImage.From(source.Read(index));

    private Degradation DegradationOf(GreyImage[] images)
    {
        var needsCamera = options.Simulation is SimulationTask.Exposure or SimulationTask.Halves;
        var camera = needsCamera ? PhotonTransfer.FromImages(images).ToCamera(source.PixelType == PixelType.UInt8 ? 8 : 16) : new Camera();
        return Degradation.For(options, camera, images.Min(image => image.Quantile(0.001)), images.Max(image => image.Quantile(0.999)));
    }

    // The network will see spoilt images scaled by their own statistics.
    private ChannelScaling Scaling(List<(GreyImage Input, GreyImage Target)> spoilt)
    {
        var collector = DistributionCollector.For(PixelType.Float32);
        foreach (var (input, _) in spoilt) collector.Add(input.ToPlane(PixelType.Float32));
        return new ChannelScaling(options.Processing, collector.Complete(), options.Maps is null ? null : NoiseOf(spoilt));
    }

    private static ChannelNoise NoiseOf(List<(GreyImage Input, GreyImage Target)> spoilt)
    {
        var meter = new NoiseMeter();
        foreach (var (input, _) in spoilt) meter.Add(input);
        return meter.Complete();
    }

    private static double Noise(List<(GreyImage Input, GreyImage Target)> spoilt, ChannelScaling scaling, Degradation degradation) => spoilt.Average(both =>
        PairPreparation.Noise(ScaledStack.Scale(both.Input, scaling), ScaledStack.Scale(both.Target, scaling), both.Input.Width, degradation.Scale));
}
