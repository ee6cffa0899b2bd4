using System.Text.Json;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Tests.Client;

namespace FijiBridge.Bridge.Tests.Commands;

[TestClass]
public sealed class ModelsCommandTests
{
    [TestMethod]
    public async Task Models_WithoutAWordAndList_PrintTheSameTable()
    {
        await using var server = await FakeServer.StartAsync(new FakeRestoration());
        var alone = await Run.Of("models", "--server", server.Address.ToString());
        var list = await Run.Of("models", "list", "--server", server.Address.ToString());
        Assert.AreEqual(0, alone.ExitCode, alone.Error);
        Assert.AreEqual(list, alone);
        var lines = alone.Out.TrimEnd().Split(Environment.NewLine);
        Assert.AreEqual("NAME              VERSION  PARAMETERS  DESCRIPTION", lines[0]);
        Assert.AreEqual("smooth (default)  1.0.0    sigma=1     A Gaussian filter", lines[1]);
    }

    [TestMethod]
    public async Task Models_ListAsJson_HasTheNamesOfTheContract()
    {
        await using var server = await FakeServer.StartAsync(new FakeRestoration());
        var run = await Run.Of("models", "list", "--json", "--server", server.Address.ToString());
        using var json = JsonDocument.Parse(run.Out);
        var model = json.RootElement.GetProperty("models")[0];
        Assert.AreEqual(
            "name version description sha256 built_in default scale frames parameters owner",
            string.Join(' ', model.EnumerateObject().Select(property => property.Name)));
        Assert.AreEqual(
            """{"name":"sigma","description":"Width in pixels","default":1,"minimum":0.1,"maximum":10}""",
            model.GetProperty("parameters")[0].GetRawText());
    }

    [TestMethod]
    public async Task Models_ImportShowExportRemove_DoWhatTheySay()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FakeServer.StartAsync(new FakeRestoration());
        folder.Write("mine.zip", "mine zip"u8.ToArray());
        Task<Run> Models(params string[] words) => Run.Of(["models", .. words, "--server", server.Address.ToString()]);
        Assert.AreEqual("mine 1.0.0 imported", (await Models("import", folder["mine.zip"])).Out.TrimEnd());
        StringAssert.Contains((await Models("show", "mine")).Out, "format_version: 0.5.3");
        Assert.AreEqual(0, (await Models("export", "mine", folder["copy.zip"])).ExitCode);
        Assert.AreEqual(ExitCodes.OutputFailed, (await Models("export", "mine", folder["copy.zip"])).ExitCode);
        CollectionAssert.AreEqual("mine zip"u8.ToArray(), File.ReadAllBytes(folder["copy.zip"]));
        Assert.AreEqual("mine removed", (await Models("remove", "mine")).Out.TrimEnd());
        var gone = await Models("show", "mine");
        Assert.AreEqual(ExitCodes.Refused, gone.ExitCode);
        Assert.AreEqual("fijibridge: there is no model called mine", gone.Error.TrimEnd());
    }
}
