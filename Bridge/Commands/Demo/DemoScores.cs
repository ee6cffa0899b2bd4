using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands.Demo;

/// <summary>How close a stack comes to the truth: means over its frames, PSNR in dB.</summary>
internal sealed record DemoScore(double Psnr, double Ssim);

/// <summary>Judges the noisy and the restored stack against the truth, whose span of intensities is the data range.</summary>
internal sealed record DemoScores(DemoScore Noisy, DemoScore Restored)
{
    public static DemoScores Of(DemoFiles files)
    {
        var truth = Frames(files.Truth);
        var range = truth.Max(frame => frame.Samples.Max()) - truth.Min(frame => frame.Samples.Min());
        return new DemoScores(Judge(truth, Frames(files.Noisy), range), Judge(truth, Frames(files.Restored), range));
    }

    /// <summary>All frames of a stack of one channel and one slice.</summary>
    public static GreyImage[] Frames(string path)
    {
        using var reader = TiffPlaneReader.Open(path);
        return [.. Enumerable.Range(0, reader.Shape.Frames).Select(frame => GreyImage.From(reader.ReadPlane(new PlaneIndex(0, 0, frame))))];
    }

    private static DemoScore Judge(GreyImage[] truth, GreyImage[] frames, double range) => new(
        truth.Zip(frames, (reference, frame) => Psnr.Compute(reference, frame, range)).Average(),
        truth.Zip(frames, (reference, frame) => Ssim.Compute(reference, frame, range)).Average());
}
