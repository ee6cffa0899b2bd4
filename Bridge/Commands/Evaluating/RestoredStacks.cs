using FijiBridge.Bridge.Client;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>A restored stack, and what the server said about it.</summary>
internal sealed record RestoredStack(ImageFile File, Done Done) : IDisposable
{
    public void Dispose() => File.Dispose();
}

/// <summary>Restores whole files over the wire, as <c>restore</c> does, into a temporary folder.</summary>
internal sealed class RestoredStacks(RestorationClient client, RestoreSettings settings, IProgress<TransferProgress>? progress) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fijibridge-");
    private int _count;

    /// <exception cref="ClientFailure">The server cannot restore the file.</exception>
    public async Task<RestoredStack> RestoreAsync(string path, CancellationToken ct)
    {
        var number = Interlocked.Increment(ref _count);
        var restored = Path.Combine(_folder.FullName, $"{number}-restored.tif");
        var done = await client.RestoreAsync(AsTiff(path, number), restored, settings, overwrite: false, progress, ct);
        return new RestoredStack(ImageFile.Open(restored), done);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // The wire carries TIFF only.
    private string AsTiff(string path, int number)
    {
        using var image = ImageFile.Open(path);
        if (image.IsTiff) return path;
        var copy = Path.Combine(_folder.FullName, $"{number}.tif");
        using var file = File.Create(copy);
        using var writer = TiffPlaneWriter.Create(file, image.Planes.Shape, image.Planes.PixelType, image.Metadata);
        foreach (var index in image.Planes.Shape.Planes()) writer.WritePlane(image.Planes.Read(index));
        writer.Complete();
        return copy;
    }
}
