using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands.Demo;

/// <summary>A time-lapse of made-up moving cells in little light as a camera sees it, and the truth behind it: 16 bit, one channel.</summary>
internal sealed record DemoSample
{
    /// <summary>Columns and rows of a frame, in pixels.</summary>
    public int Side { get; init; } = 512;

    public int Frames { get; init; } = 8;

    public long Seed { get; init; } = 1;

    /// <summary>Photo-electrons in the brightest structures, and everywhere: an exposure that is far too short.</summary>
    private const double Light = 24, Background = 2;

    private static readonly StackMetadata Metadata = StackMetadata.Empty with
    {
        PixelSizeX = 0.1,
        PixelSizeY = 0.1,
        FrameInterval = 2,
        ChannelNames = ["filaments and vesicles"],
    };

    /// <summary>Writes the noisy stack and the ground truth, frame by frame.</summary>
    public void Write(DemoFiles files)
    {
        var (cells, camera) = (new SyntheticCells(Side, Side, Seed), new Camera());
        using var noisyFile = File.Create(files.Noisy);
        using var truthFile = File.Create(files.Truth);
        using var noisy = Open(noisyFile, camera);
        using var truth = Open(truthFile, camera);
        for (var frame = 0; frame < Frames; frame++)
        {
            var electrons = cells.Frame(0, frame).Select(light => Background + Light * light);
            noisy.WritePlane(camera.Expose(electrons, new RandomSource(Seed, frame)));
            truth.WritePlane(camera.ExposeWithoutNoise(electrons));
        }
        noisy.Complete();
        truth.Complete();
    }

    private TiffPlaneWriter Open(Stream file, Camera camera) =>
        TiffPlaneWriter.Create(file, new StackShape(Side, Side, frames: Frames), camera.PixelType, Metadata);
}
