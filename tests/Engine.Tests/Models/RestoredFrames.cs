using FijiBridge.Engine.Images;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tests.Restoration;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Models;

/// <summary>Restores films as a user would: a TIFF file in, one of floats out.</summary>
/// <param name="Frames">What came back.</param>
/// <param name="Outcome">What was told.</param>
/// <param name="File">The whole file.</param>
internal sealed record RestoredFrames(GreyImage[] Frames, RestoreOutcome Outcome, byte[] File)
{
    public static async Task<GreyImage[]> OfAsync(RestorationEngine engine, string model, params GreyImage[] frames) =>
        (await OfAsync(engine, model, PixelType.Float32, frames)).Frames;

    public static async Task<RestoredFrames> OfAsync(RestorationEngine engine, string model, PixelType type, params GreyImage[] frames)
    {
        using var reader = TiffPlaneReader.Open(Stacks.Write(new StackShape(frames[0].Width, frames[0].Height, frames: frames.Length), type, (index, x, y) => frames[index.Frame][x, y]));
        using var output = new MemoryStream();
        var outcome = await engine.RestoreAsync(new RestoreJob(engine.Catalog.Find(model)) { OutputType = OutputType.Float32 }, reader, output);
        output.Position = 0;
        using var result = TiffPlaneReader.Open(output);
        return new RestoredFrames([.. result.Shape.Planes().Select(index => GreyImage.From(result.ReadPlane(index)))], outcome, output.ToArray());
    }
}
