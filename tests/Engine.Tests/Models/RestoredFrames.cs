using FijiBridge.Engine.Images;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tests.Restoration;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Models;

/// <summary>Restores films as a user would: a TIFF file of floats in, one out.</summary>
internal static class RestoredFrames
{
    public static async Task<GreyImage[]> OfAsync(RestorationEngine engine, string model, params GreyImage[] frames)
    {
        using var reader = TiffPlaneReader.Open(Stacks.Write(
            new StackShape(frames[0].Width, frames[0].Height, frames: frames.Length), PixelType.Float32, (index, x, y) => frames[index.Frame][x, y]));
        using var output = new MemoryStream();
        await engine.RestoreAsync(new RestoreJob(engine.Catalog.Find(model)) { OutputType = OutputType.Float32 }, reader, output);
        output.Position = 0;
        using var result = TiffPlaneReader.Open(output);
        return [.. Enumerable.Range(0, result.Shape.Frames).Select(frame => GreyImage.From(result.ReadPlane(new PlaneIndex(0, 0, frame))))];
    }
}
