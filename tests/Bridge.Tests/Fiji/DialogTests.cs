using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Demo;
using FijiBridge.Bridge.Tests.Server;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>
/// Restore Image as a user sees it: the dialog, progress, the result beside the input, and the command that the Recorder wrote, played back. The pictures
/// of fiji-macro/README.md are made here: FIJIBRIDGE_PICTURES=fiji-macro/images (a full path) and run this test.
/// </summary>
[TestClass]
public sealed class DialogTests : ServerTest
{
    private static readonly string[] Pictures = ["dialog.png", "progress.png", "result.png"];

    private static string? PictureFolder => Environment.GetEnvironmentVariable("FIJIBRIDGE_PICTURES") is { Length: > 0 } folder ? folder : null;

    // The pictures show the model that users meet first; the test's own has a parameter.
    private static (string Name, string Parameters) Model => PictureFolder is null ? ("smooth", "sigma=1.5") : ("denoise", "");

    [TestMethod]
    public async Task RestoreImage_FromItsDialog_RecordsACommandThatRepeatsIt()
    {
        using var imageJ = new ImageJ();
        await StartAsync(Options);
        var sample = Path.Combine(imageJ.Folder, "sample");
        await DemoCommand.RunAsync(sample, new DemoSample { Frames = 4 }, new Screen(TextWriter.Null, TextWriter.Null, IsTerminal: false), CancellationToken.None);
        imageJ.Start("dialog.groovy", Server.WebAddress, new() { ["sample"] = sample, ["model"] = Model.Name, ["parameters"] = Model.Parameters });
        var report = await imageJ.ReportAsync();
        StringAssert.Contains(report.GetProperty("askedForServer").GetString(), "No FijiBridge server answers at 127.0.0.1:1");
        CollectionAssert.IsSubsetOf(new[] { "pass-through", "smooth" }, report.GetProperty("models").EnumerateArray().Select(model => model.GetString()).ToArray());
        Assert.IsTrue(report.GetProperty("told").EnumerateArray().Any(status => status.GetString()!.Contains("MB", StringComparison.Ordinal)), "no progress was told");
        var command = report.GetProperty("recorded").EnumerateArray().Single().GetString()!;
        StringAssert.Contains(command, $"run(\"Restore Image\", \"server=localhost:{Server.WebAddress.Port} model={Model.Name} parameters={(Model.Parameters.Length > 0 ? Model.Parameters : "[]")} channels=All slices=All");
        Assert.AreEqual(2, command.Split("server=").Length, command);
        var replayed = report.GetProperty("replayed");
        Assert.IsTrue(replayed.GetProperty("same").GetBoolean(), replayed.GetRawText());
        StringAssert.Contains(replayed.GetProperty("line").GetString(), $"model={Model.Name}{(Model.Parameters.Length > 0 ? $" parameters={Model.Parameters}" : "")} channels=All slices=All output=[Same type] compare");
        KeepPictures(imageJ);
    }

    private static void KeepPictures(ImageJ imageJ)
    {
        if (PictureFolder is not { } folder) return;
        Directory.CreateDirectory(folder);
        foreach (var name in Pictures) File.Copy(Path.Combine(imageJ.Folder, name), Path.Combine(folder, name), overwrite: true);
    }
}
