using System.Collections.Concurrent;
using FijiBridge.Bridge.Tests.Server.Training;
using FijiBridge.Engine.Images;
using FijiBridge.Protos.V1;
using Microsoft.Playwright;

namespace FijiBridge.Bridge.Tests.Server.Pages;

/// <summary>The page in Chromium, with the real engine behind it.</summary>
[TestClass]
public sealed class PageTests : ServerTest
{
    private const string Chromium = "/usr/bin/chromium";

    // A busy machine takes its time.
    private const float PagePatience = 90_000;

    [TestMethod]
    public async Task Page_AStackDropped_IsRestoredShownAndDownloaded()
    {
        using var folder = new TemporaryFolder();
        SmallStack.Write(folder["cells.tif"], new StackShape(256, 200, frames: 3));
        await using var browser = await OpenAsync(ColorScheme.Light);
        await browser.Page.Locator("#model option").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await browser.Page.Locator("#model").SelectOptionAsync("smooth");
        await DropAsync(browser.Page, folder["cells.tif"]);
        var job = browser.Page.Locator("#jobs > li").First;
        await job.GetByText("done in").WaitForAsync();
        await job.Locator("img.after").WaitForAsync();
        await ShootAsync(browser.Page, "light");
        var download = await browser.Page.RunAndWaitForDownloadAsync(() => job.GetByText("Download").ClickAsync());
        Assert.AreEqual("cells-restored.tif", download.SuggestedFilename);
        await download.SaveAsAsync(folder["result.tif"]);
        using (var result = Engine.Tiff.TiffPlaneReader.Open(folder["result.tif"])) Assert.AreEqual(new StackShape(256, 200, frames: 3), result.Shape);
        await job.GetByText("Delete").ClickAsync();
        await job.GetByText("fetched").WaitForAsync();
        await UntilEmptyAsync();
        Assert.IsEmpty(browser.Complaints, string.Join("\n", browser.Complaints));
    }

    [TestMethod]
    public async Task Page_ByKeyboardInTheDark_CanBeUsedToTheEnd()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["notes.tif"], "this is no image");
        await using var browser = await OpenAsync(ColorScheme.Dark);
        var page = browser.Page;
        // Chromium takes a while until it hands over its dialogs: asked for with the key press itself, that can come too late.
        page.FileChooser += (_, _) => { };
        await page.Locator("#models summary").First.WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.AreEqual("model", await FocusAsync(page));
        for (var i = 0; i < 10 && await FocusAsync(page) != "file"; i++) await page.Keyboard.PressAsync("Tab");
        Assert.AreEqual("file", await FocusAsync(page));
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Space"));
        await chooser.SetFilesAsync(folder["notes.tif"]);
        await page.Locator("#jobs > li .failed").WaitForAsync();
        await page.Locator("#models summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#models details[open] pre").First.WaitForAsync();
        await ShootAsync(page, "dark");
        var (paper, ink) = (await ColourAsync(page, "backgroundColor"), await ColourAsync(page, "color"));
        Assert.IsTrue(paper < 60 && ink > 180, $"paper {paper}, ink {ink}");
        Assert.IsEmpty(browser.Complaints, string.Join("\n", browser.Complaints));
    }

    [TestMethod]
    [DataRow(ColorScheme.Light, "light")]
    [DataRow(ColorScheme.Dark, "dark")]
    public async Task Page_ATrainingThatHasEnded_ShowsItsCurvesWithThePointsThatItReported(ColorScheme colours, string name)
    {
        await using var browser = await OpenAsync(colours);
        var training = new Protos.V1.Training.TrainingClient(NewChannel());
        await TrainingCalls.TrainAsync(training, TrainingCalls.Uploaded(new TrainingSettings { Name = "tiny", Architecture = "dncnn", Steps = 20 }, 3));
        var history = (await training.ListRunsAsync(new ListRunsRequest())).Runs.Single().History;
        Assert.IsNotEmpty(history);

        var shown = browser.Page.Locator("#trainings > li").First;
        await shown.Locator(".state.done").WaitForAsync();
        foreach (var kind in new[] { "loss", "psnr" })
        {
            var points = await shown.Locator($"svg.{kind} polyline").GetAttributeAsync("points");
            Assert.HasCount(history.Count, points!.Split(' '), points);
        }
        // What smoothing alone reaches, for comparison; nothing was begun with.
        var run = (await training.ListRunsAsync(new ListRunsRequest())).Runs.Single();
        Assert.AreEqual(1, await shown.Locator("svg.psnr .level").CountAsync());
        Assert.AreEqual(0, await shown.Locator("svg.loss .level").CountAsync());
        StringAssert.EndsWith(await shown.Locator("svg.psnr").GetAttributeAsync("aria-label"), FormattableString.Invariant($"; best Gaussian {run.Progress.SmoothedPsnr:F2} dB"));
        await shown.Locator("summary").FocusAsync();
        await browser.Page.Keyboard.PressAsync("Enter");
        var rows = await shown.Locator("tbody tr").AllInnerTextsAsync();
        CollectionAssert.AreEqual(history.Select(point => FormattableString.Invariant($"{point.Step}|{point.ValidationPsnr:F2} dB")).ToArray(),
            rows.Select(row => row.Split('\t')).Select(cells => $"{cells[0]}|{cells[2]}").ToArray());
        await ShootAsync(browser.Page, "training-" + name);
        Assert.IsEmpty(browser.Complaints, string.Join("\n", browser.Complaints));
    }

    [TestMethod]
    public async Task Page_ATrainingThatRuns_ItsCurvesGrowUntilItIsDoneAndNothingElseIsSentAgain()
    {
        var (steps, every) = Pictures is null ? (40, 10) : (200, 10);
        var gate = new StepGate("cells-unet");
        await using var browser = await OpenAsync(ColorScheme.Light, () => StartAsync(FakeEngine.With(FakeRestorations.Copy, Options.ModelsFolder) with { Train = gate.Train }, Options));
        var training = new Protos.V1.Training.TrainingClient(NewChannel());
        var ended = (await TrainingCalls.TrainAsync(training, Requests("dncnn", steps)))[0].Accepted.RunId;
        var shown = browser.Page.Locator("#trainings > li").First;
        await shown.Locator(".state.done").WaitForAsync();
        await UntilAsync(async () => await PointsAsync(shown, "psnr") == steps / every, "the curve of the first has all points");
        var asksForEnded = HistoriesOf(browser, ended);
        var running = TrainingCalls.TrainAsync(training, Requests("unet", steps));
        foreach (var points in new[] { 1, 2 })
        {
            await gate.ReachAsync(points * every + 5);
            await UntilAsync(async () => (await PointsAsync(shown, "loss"), await PointsAsync(shown, "psnr")) == (points, points), $"both curves have {points} points");
            StringAssert.Matches(await shown.Locator(".state.training").InnerTextAsync(), new($@"^training, step \d+ of {steps}, loss [\d.e-]+, validation [\d.-]+ dB, best so far [\d.-]+ dB"));
        }
        var asked = browser.Answers.Count;
        await UntilAsync(() => browser.Answers.Count > asked + 4, "the page has asked some times while nothing moved");
        CollectionAssert.AreEqual(Enumerable.Repeat(("/api/trainings", 304), 3).ToArray(), browser.Answers.Skip(asked + 1).Take(3).ToArray());
        if (Pictures is { } folder) await ShootTrainingsAsync(browser.Page, gate, 14 * every + 5, folder);

        gate.Open();

        await shown.Locator(".state.done").WaitForAsync();
        await UntilAsync(async () => await PointsAsync(shown, "psnr") == steps / every, "the curve has all points");
        var run = (await running)[0].Accepted.RunId;
        Assert.AreEqual(asksForEnded, HistoriesOf(browser, ended));
        Assert.IsLessThanOrEqualTo(steps / every + 1, HistoriesOf(browser, run));
        Assert.IsEmpty(browser.Complaints, string.Join("\n", browser.Complaints));
    }

    [TestMethod]
    public async Task Page_ATrainingThatWasCancelled_OffersToDeleteItsImages()
    {
        var (gate, options) = (new StepGate("tiny"), Options with { KeepsJobs = true });
        await using var browser = await OpenAsync(ColorScheme.Light, () => StartAsync(FakeEngine.With(FakeRestorations.Copy, options.ModelsFolder) with { Train = gate.Train }, options));
        var training = new Protos.V1.Training.TrainingClient(NewChannel());
        var running = TrainingCalls.TrainAsync(training, TrainingCalls.Uploaded(new TrainingSettings { Name = "tiny", Architecture = "dncnn", Steps = 40 }, 3));
        await gate.ReachAsync(15);
        var shown = browser.Page.Locator("#trainings > li");
        await shown.Locator(".state.training").WaitForAsync();
        Assert.IsFalse(await shown.GetByRole(AriaRole.Button).IsVisibleAsync());
        await training.CancelAsync(new CancelTrainingRequest { RunId = (await training.ListRunsAsync(new ListRunsRequest())).Runs.Single().RunId });
        Assert.AreEqual(Grpc.Core.StatusCode.Cancelled, (await Transfer.StatusOfAsync(running)).StatusCode);
        await shown.GetByText("can be resumed").WaitForAsync();

        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Delete the images of tiny" }).ClickAsync();

        await shown.GetByText("can be resumed").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.IsFalse(await shown.GetByRole(AriaRole.Button).IsVisibleAsync());
        Assert.AreEqual(0, Server.Spool.UsedBytes);
        Assert.IsEmpty(browser.Complaints, string.Join("\n", browser.Complaints));
        Clock.Jump(TimeSpan.FromDays(31));
        await UntilAsync(() => Directory.GetFiles(Server.Spool.Folder, "*", SearchOption.AllDirectories).Length == 0, "the training is forgotten");
    }

    // A few pixels, or for the picture cells worth looking at.
    private static IEnumerable<TrainRequest> Requests(string architecture, int steps)
    {
        var settings = new TrainingSettings { Name = "cells-" + architecture, Architecture = architecture, Steps = (ulong)steps };
        return Pictures is null ? TrainingCalls.Uploaded(settings, 3)
            : [TrainingCalls.Settings(settings), .. Enumerable.Range(1, 6).SelectMany(field => TrainingCalls.Pair($"{field}", TrainingPairs.Cells(field, clean: false), TrainingPairs.Cells(field, clean: true)))];
    }

    private static int HistoriesOf(Browser browser, string run) => browser.Answers.Count(answer => answer.Path == $"/api/trainings/{run}/history");

    private static async Task<int> PointsAsync(ILocator training, string kind)
    {
        var line = training.Locator($"svg.{kind} polyline");
        return await line.CountAsync() == 0 ? 0 : (await line.GetAttributeAsync("points"))!.Split(' ').Length;
    }

    private static async Task ShootTrainingsAsync(IPage page, StepGate gate, int step, string folder)
    {
        await gate.ReachAsync(step);
        // Longer than the page takes to ask again.
        await Task.Delay(2500);
        await page.Locator("#trainings-section").ScreenshotAsync(new() { Path = Path.Combine(folder, "trainings.png") });
    }

    private async Task<Browser> OpenAsync(ColorScheme colours, Func<Task>? start = null)
    {
        if (!File.Exists(Chromium)) Assert.Inconclusive($"{Chromium} is not installed");
        await (start?.Invoke() ?? StartAsync(Options));
        return await Browser.OpenAsync(Server.WebAddress, colours);
    }

    // What a person does with the mouse, as far as a page can tell.
    private static async Task DropAsync(IPage page, string file)
    {
        var bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(file));
        await page.EvaluateAsync(
            """
            ([bytes, name]) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0))], name, { type: 'image/tiff' }));
              document.getElementById('drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """,
            new[] { bytes, Path.GetFileName(file) });
    }

    private static Task<string> FocusAsync(IPage page) => page.EvaluateAsync<string>("document.activeElement.id");

    // The red of a colour of the page, 0 to 255.
    private static async Task<int> ColourAsync(IPage page, string property) =>
        int.Parse((await page.EvaluateAsync<string>($"getComputedStyle(document.body).{property}")).Split('(', ',')[1], System.Globalization.CultureInfo.InvariantCulture);

    // For a person to look at, and for the README (trainings.png): where the environment names a folder.
    private static string? Pictures => Environment.GetEnvironmentVariable("FIJIBRIDGE_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Pictures is { } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"page-{name}.png"), FullPage = true });
    }

    private sealed class Browser(IPlaywright playwright, IBrowser browser, IPage page) : IAsyncDisposable
    {
        public IPage Page => page;

        /// <summary>What the page wrote to its console as errors, and what its script did not catch.</summary>
        public List<string> Complaints { get; } = [];

        /// <summary>What was answered when the page asked about trainings.</summary>
        public ConcurrentQueue<(string Path, int Status)> Answers { get; } = [];

        public static async Task<Browser> OpenAsync(Uri address, ColorScheme colours)
        {
            var playwright = await Playwright.CreateAsync();
            var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
            var page = await browser.NewPageAsync(new() { ColorScheme = colours, ViewportSize = new() { Width = 900, Height = 700 } });
            page.SetDefaultTimeout(PagePatience);
            var opened = new Browser(playwright, browser, page);
            page.Console += (_, message) => { if (message.Type == "error") opened.Complaints.Add(message.Text); };
            page.Response += (_, response) =>
            {
                if (new Uri(response.Url).AbsolutePath is { } path && path.StartsWith("/api/trainings", StringComparison.Ordinal)) opened.Answers.Enqueue((path, response.Status));
            };
            page.PageError += (_, error) => opened.Complaints.Add(error);
            await page.GotoAsync(address.ToString());
            return opened;
        }

        public async ValueTask DisposeAsync()
        {
            await browser.DisposeAsync();
            playwright.Dispose();
        }
    }
}
