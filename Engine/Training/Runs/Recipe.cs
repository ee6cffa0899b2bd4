using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Training.Architectures;
using FijiBridge.Engine.Training.Packages;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Recipes;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>
/// Sizes and rates with which five to ten minutes on two cores give a useful network: L1 (the mean of targets for Noise2Noise: L2) unless another
/// loss was asked for, Adam with a linear rise and half a cosine, a running mean of the weights.
/// </summary>
internal static class Recipe
{
    // Early on, where short trainings stay, a step on 4 patches brings nearly as much as one on 16.
    private const int LargestPatch = 64, Batch = 4, MostRise = 100;

    // Slices count like further patches.
    private const int VolumeBatch = 2, LargestDepth = 8;

    // At 2e-3 a U-Net fell back to noise between steps 500 and 1000, in each of three trainings on two kinds of images, and needed a third of ten minutes to recover.
    private const double PeakRate = 1e-3;

    /// <summary>An architecture in the size that trains quickly; those of the papers are ten times as large.</summary>
    public static Architecture Named(string name, TrainingTask task) => name switch
    {
        "unet" => new UNet(Depth: 3, Width: 24),
        "rednet" => new RedNet(Depth: 10, Width: 32),
        "rcan" => new Rcan(Groups: 2, Blocks: 3, Width: 32, Enlargement: ScaleOf(task)),
        "dncnn" => new DnCnn(Depth: 10, Width: 32),
        _ => Catalog.Named(name),
    };

    /// <summary>For volumes: convolutions of three slices cost three times as much, and halve less deep.</summary>
    public static Architecture OfVolumes => new UNet(Depth: 2, Width: 16, Stack: true);

    public static int ScaleOf(TrainingTask task) => task == TrainingTask.Superres2 ? 2 : 1;

    /// <summary>How the pairs of a request are prepared.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="judged">They are to judge the network, and so have clean targets where there are any.</param>
    public static PairOptions Pairs(TrainingRequest request, bool judged) => new()
    {
        Frames = request.FramesSeen,
        Maps = MapsOf(request),
        MostPixels = new PairOptions().MostPixels * 2 / (2 + (MapsOf(request)?.Count ?? 0)),
        Volumes = request.Volumes,
        Scale = ScaleOf(request.Task),
        Noise2Noise = request.Noise2Noise && !judged,
        MatchIntensities = request.MatchIntensities,
        Register = request.Register,
        MaskClipped = !request.KeepClipped,
        Simulation = request.Task switch
        {
            TrainingTask.Superres2 => SimulationTask.Binning,
            TrainingTask.Deblur => SimulationTask.Blur,
            TrainingTask.Artefacts => SimulationTask.Artefacts,
            _ => request.Noise2Noise ? SimulationTask.Halves : SimulationTask.Exposure,
        },
        Seed = request.Seed,
        Processing = new IntensityProcessing(Scaling(request), []),
    };

    /// <summary>Intensities before the network: a camera's noise is known in the units of the image only.</summary>
    public static IReadOnlyList<ProcessingStep> Scaling(TrainingRequest request) =>
        request.From is not null ? NoiseAwareInput.Scaling : request.Loss == LossKind.PoissonGaussian ? [] : ModelDescription.PercentileScaling;

    private static InputMaps? MapsOf(TrainingRequest request) => request.From is null ? null : NoiseAwareInput.InputMaps(request.FramesSeen);

    /// <exception cref="EngineFailure">BadInput: no patch fits into the smallest plane, or the noise that the loss needs is not to be found.</exception>
    public static TrainingOptions Options(TrainingRequest request, TrainingData data)
    {
        var network = request.Origin?.Network ?? Fresh(request, data);
        var side = Side(data.Training.Min(plane => Math.Min(plane.Width, plane.Height)), network.Architecture.Divisor);
        return request.Adjust(new TrainingOptions
        {
            Network = network,
            Patch = request.Volumes ? new PatchShape(VolumeBatch, side, side, Math.Min(LargestDepth, data.Training.Min(plane => plane.Depth))) : new PatchShape(Batch, side, side),
            Loss = LossOf(request.Loss ?? (request.Noise2Noise ? LossKind.L2 : LossKind.L1)),
            Masked = data.Training.Any(plane => plane.IsMasked),
            LearningRate = new LearningRateSchedule(PeakRate, (int)Math.Clamp((request.Steps ?? MostRise * 10) / 10, 1, MostRise)),
            Steps = request.Steps,
            Duration = request.Duration,
            ValidateEvery = request.Steps is { } steps ? (int)Math.Clamp(steps / 20, 10, 500) : 250,
            Patience = request.Patience,
            Seed = request.Seed,
            Start = request.From is { } from ? PackageWeights.Of(from, network) : null,
            Checkpoint = request.Checkpoint,
            Resume = request.Resume,
            Threads = request.Threads,
            Data = data.Fingerprint,
        });
    }

    // Behind the transform the noise is normal with variance 1, so that its likelihood is the squared difference.
    private static Loss LossOf(LossKind kind) => kind switch
    {
        LossKind.L1 => new Loss.L1(),
        LossKind.Charbonnier => new Loss.Charbonnier(),
        _ => new Loss.L2(),
    };

    private static Network Fresh(TrainingRequest request, TrainingData data) => new(request.Network, request.Frames)
    {
        Domain = request.Loss == LossKind.PoissonGaussian
            ? CameraNoise.Domain(data.Training, request.Noise, request.Noise2Noise, request.Seed)
            : new Domain.Direct(),
    };

    private static int Side(int smallest, int divisor) => Math.Min(LargestPatch, smallest) / divisor * divisor;
}
