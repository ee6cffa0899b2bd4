using FijiBridge.Engine.Images;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Benchmarks;

/// <summary>Restores as a user would: from a TIFF file to a TIFF file.</summary>
internal static class RestoredImage
{
    /// <summary>The middle frame of what a model makes of neighbouring frames.</summary>
    /// <param name="engine">Has the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="frames">An odd number, all of one size.</param>
    /// <param name="type">Pixels of the file.</param>
    public static GreyImage Of(RestorationEngine engine, InstalledModel model, IReadOnlyList<GreyImage> frames, PixelType type)
    {
        using var input = new MemoryStream();
        using (var writer = TiffPlaneWriter.Create(input, new StackShape(frames[0].Width, frames[0].Height, frames: frames.Count), type, StackMetadata.Empty))
        {
            foreach (var frame in frames) writer.WritePlane(frame.ToPlane(type));
            writer.Complete();
        }
        input.Position = 0;
        using var reader = TiffPlaneReader.Open(input);
        using var output = new MemoryStream();
        engine.RestoreAsync(new RestoreJob(model) { OutputType = OutputType.Float32 }, reader, output).GetAwaiter().GetResult();
        output.Position = 0;
        using var restored = TiffPlaneReader.Open(output);
        return GreyImage.From(restored.ReadPlane(restored.Shape.PlaneAt(frames.Count / 2)));
    }
}
