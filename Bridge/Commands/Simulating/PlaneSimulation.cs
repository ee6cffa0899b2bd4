using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>What happens to one plane, in the order of light: optics, pixels, exposure, then the faults of camera and file.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="cameras">That of each channel; none when no exposure is made.</param>
/// <param name="type">The pixel type of the stack, which stays.</param>
internal sealed class PlaneSimulation(SimulateOptions options, IReadOnlyList<Camera> cameras, PixelType type)
{
    private readonly PointSpreadFunction? _blur = options.Blur > 0 ? PointSpreadFunction.Gaussian(options.Blur) : null;
    private readonly ExposureReduction[] _exposures =
        [.. cameras.Select(camera => new ExposureReduction(new ExposureReductionOptions { Fraction = options.Exposure!.Value, Thinning = options.Thinning, Camera = camera }))];

    /// <summary>One recording of the plane, or two independent ones.</summary>
    /// <param name="plane">The plane of the input.</param>
    /// <param name="channel">Whose camera it is.</param>
    /// <param name="position">Its number in the stack: chooses its random numbers.</param>
    public IReadOnlyList<Plane> Record(Plane plane, int channel, long position)
    {
        var random = new RandomSource(options.Seed, position);
        var image = Image(plane);
        if (_exposures.Length == 0) return [Fault(image, random).ToPlane(type)];
        if (!options.NoisyPair) return [Fault(GreyImage.From(_exposures[channel].Apply(image, random)), random).ToPlane(type)];
        var (first, second) = _exposures[channel].ApplyTwice(image, random);
        return [Fault(GreyImage.From(first), random).ToPlane(type), Fault(GreyImage.From(second), random).ToPlane(type)];
    }

    private GreyImage Image(Plane plane)
    {
        var image = GreyImage.From(plane);
        if (_blur is not null) image = _blur.Blur(image);
        return options.Downsample > 1 ? Downsampling.Bin(image, options.Downsample) : image;
    }

    private GreyImage Fault(GreyImage image, RandomSource random)
    {
        if (options.Stripes is { } stripes) image = Artefacts.Stripes(image, stripes * (image.Quantile(0.999) - image.Quantile(0.001)), random);
        if (options.HotPixels is { } share) image = Artefacts.HotPixels(image, share, type.IsInteger() ? type.Range().Max : image.Samples.Max(), random);
        return options.Jpeg is { } quality ? Compressed(image, quality) : image;
    }

    // JPEG has eight bits: other images are stretched to them, as programs do that save one.
    private GreyImage Compressed(GreyImage image, int quality)
    {
        var (black, white) = type == PixelType.UInt8 ? (0, 255) : (image.Samples.Min(), image.Samples.Max());
        return white > black ? Artefacts.JpegBlocks(image, quality, black, white) : image;
    }
}
