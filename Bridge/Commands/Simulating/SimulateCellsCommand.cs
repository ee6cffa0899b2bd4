using System.CommandLine;
using System.Globalization;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary><c>fijibridge simulate cells FOLDER</c>: an exposure series of made-up samples, as it would be recorded to train a network.</summary>
internal sealed class SimulateCellsCommand : Command
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "A new or empty folder for the files" };
    private readonly Option<int> _samples = CommonOptions.Value("--samples", "N", 6, "Samples to learn from, each another field of cells");
    private readonly Option<int> _independent = CommonOptions.Value("--independent", "N", 1, "Samples to judge by, in a folder of their own");
    private readonly Option<string> _exposures = CommonOptions.Value("--exposures", "MS,MS", "20,1000", "Exposure times of every sample in milliseconds");
    private readonly Option<int> _size = CommonOptions.Value("--size", "PIXELS", 512, "Columns and rows");
    private readonly Option<long> _seed = CommonOptions.Value("--seed", "N", 1L, "Another seed, other cells");

    public SimulateCellsCommand()
        : base("cells", "Makes an exposure series of synthetic cells to learn from, and an independent sample to judge by.")
    {
        Add(_folder);
        foreach (var option in new Option[] { _samples, _independent, _exposures, _size, _seed }) Add(option);
        _exposures.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && ExposureTimes.Parse(result.Tokens[0].Value) is null)
                result.AddError($"--exposures {result.Tokens[0].Value}: write different times above 0 in milliseconds, at least two, for instance 20,1000");
        });
        AtLeast(_samples, 1, 1000);
        AtLeast(_independent, 0, 1000);
        AtLeast(_size, 32, 4096);
        SetAction((parsed, ct) => Task.FromResult(Run(Read(parsed), Screen.Of(parsed), ct)));
    }

    private static int Run(CellSeries series, Screen screen, CancellationToken ct)
    {
        if (Directory.Exists(series.Folder) && Directory.EnumerateFileSystemEntries(series.Folder).Any())
            throw new CommandFailure(ExitCodes.OutputFailed, $"the folder {series.Folder} is not empty: name a new one");
        OutputFolder.Create(series.Folder);
        var count = new WorkCount(series.Samples + series.Independent, "samples made", screen.Error);
        series.Write(count.Done, ct);
        var times = string.Join(", ", series.Milliseconds.Select(time => time.ToString(CultureInfo.InvariantCulture)));
        screen.Out.WriteLine($"{series.Samples} sample(s) to learn from in {series.Folder}, each at {times} ms");
        if (series.Independent > 0) screen.Out.WriteLine($"{series.Independent} sample(s) to judge by in {series.IndependentFolder}");
        return ExitCodes.Done;
    }

    private static void AtLeast(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (CommonOptions.Number<int>(result) is { } value && (value < least || value > most))
            result.AddError($"{option.Name} {value}: {least} to {most} are possible");
    });

    private CellSeries Read(ParseResult parsed) => new(Path.GetFullPath(parsed.GetRequiredValue(_folder)), ExposureTimes.Parse(parsed.GetRequiredValue(_exposures))!)
    {
        Samples = parsed.GetValue(_samples),
        Independent = parsed.GetValue(_independent),
        Side = parsed.GetValue(_size),
        Seed = parsed.GetValue(_seed),
    };
}
