using System.CommandLine;
using System.Globalization;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Demo;

/// <summary><c>fijibridge demo</c>: makes a noisy time-lapse, restores it, and shows what that brought.</summary>
internal sealed class DemoCommand : Command
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for the demo's files",
        HelpName = "DIR",
        DefaultValueFactory = _ => "fijibridge-demo",
    };

    public DemoCommand()
        : base("demo", "Makes a noisy time-lapse of moving cells, restores it and shows the difference.")
    {
        Add(_out);
        SetAction((parsed, ct) => RunAsync(parsed.GetRequiredValue(_out), new DemoSample(), Screen.Of(parsed), ct));
    }

    /// <summary>The whole demo with a sample of any size.</summary>
    internal static async Task<int> RunAsync(string folder, DemoSample sample, Screen screen, CancellationToken ct)
    {
        var files = new DemoFiles(OutputFolder.Create(folder));
        screen.Error.WriteLine($"making {sample.Frames} frames of {sample.Side} x {sample.Side} pixels with moving cells and camera noise");
        sample.Write(files);
        var done = await RestoreAsync(files, screen, ct);
        var scores = DemoScores.Of(files);
        DemoPicture.Write(files, scores);
        Tell(files, scores, done, screen.Out);
        return ExitCodes.Done;
    }

    private static async Task<Done> RestoreAsync(DemoFiles files, Screen screen, CancellationToken ct)
    {
        await using var server = await ServerConnection.OpenAsync(null, "auto", ct);
        var client = new RestorationClient(server.Channel);
        return await RestoreDisplays.For(quiet: false, screen).ShowAsync(Path.GetFileName(files.Noisy), progress =>
            client.RestoreAsync(files.Noisy, files.Restored, new RestoreSettings(), overwrite: true, progress, ct));
    }

    private static void Tell(DemoFiles files, DemoScores scores, Done done, TextWriter output)
    {
        output.WriteLine($"restored with {done.Provenance.Model} on {done.Provenance.Device.Kind} ({done.Provenance.Device.Name})");
        output.WriteLine();
        TextTable.Write(output, [["", "PSNR [dB]", "SSIM"], Row("noisy", scores.Noisy), Row("restored", scores.Restored)]);
        output.WriteLine();
        output.WriteLine($"Look at      {files.Picture}");
        output.WriteLine($"Open in Fiji {files.Restored} beside {Path.GetFileName(files.Noisy)} and {Path.GetFileName(files.Truth)}");
        output.WriteLine("Then         fijibridge restore YOUR.tif RESTORED.ome.tif");
    }

    private static string[] Row(string name, DemoScore score) =>
        [name, score.Psnr.ToString("F2", CultureInfo.InvariantCulture), score.Ssim.ToString("F3", CultureInfo.InvariantCulture)];
}
