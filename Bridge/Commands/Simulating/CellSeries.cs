using System.Globalization;
using FijiBridge.Bridge.Client;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>
/// Fields of made-up cells (filaments and vesicles), each recorded at several exposure times by one camera and named as training expects: <c>cells1_20ms.tif</c>.
/// Samples to judge by lie in the folder <c>independent</c> and have cells of their own.
/// </summary>
/// <param name="Folder">Full path; it exists.</param>
/// <param name="Milliseconds">Exposure times, the shortest first.</param>
internal sealed record CellSeries(string Folder, IReadOnlyList<double> Milliseconds)
{
    /// <summary>Photo-electrons in one millisecond in the brightest structures, and everywhere.</summary>
    private const double Light = 1.2, Background = 0.1;

    public int Samples { get; init; } = 6;

    public int Independent { get; init; } = 1;

    /// <summary>Columns and rows, in pixels of 0.1 micrometres.</summary>
    public int Side { get; init; } = 512;

    public long Seed { get; init; } = 1;

    public string IndependentFolder => Path.Combine(Folder, "independent");

    /// <summary>Writes every file; each appears when it is whole.</summary>
    public void Write(Action sampleDone, CancellationToken ct)
    {
        if (Independent > 0) OutputFolder.Create(IndependentFolder);
        for (var sample = 1; sample <= Samples + Independent; sample++)
        {
            var cells = new SyntheticCells(Side, Side, 1000 * Seed + sample).Frame(0, 0);
            for (var i = 0; i < Milliseconds.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                Expose(cells, sample, i);
            }
            sampleDone();
        }
    }

    private void Expose(GreyImage cells, int sample, int index)
    {
        var (camera, time) = (new Camera(), Milliseconds[index]);
        var name = string.Create(CultureInfo.InvariantCulture, $"cells{sample}_{time}ms.tif");
        using var file = TemporaryOutput.Create(Path.Combine(sample > Samples ? IndependentFolder : Folder, name), overwrite: false);
        using var writer = TiffPlaneWriter.Create(
            file.AsStream(), new StackShape(Side, Side), camera.PixelType, StackMetadata.Empty with { PixelSizeX = 0.1, PixelSizeY = 0.1 });
        var electrons = cells.Select(light => time * (Background + Light * light));
        writer.WritePlane(camera.Expose(electrons, new RandomSource(1000 * Seed + sample, index)));
        writer.Complete();
        file.Commit();
    }
}
