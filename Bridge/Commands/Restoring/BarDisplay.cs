using FijiBridge.Bridge.Client;
using Spectre.Console;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>A progress bar for a person at a terminal.</summary>
internal sealed class BarDisplay(TextWriter error) : IRestoreDisplay
{
    private const int BarWidth = 14, TitleWidth = 20;

    private readonly IAnsiConsole _console =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });

    public Task<T> ShowAsync<T>(string title, Func<IProgress<TransferProgress>, Task<T>> work) =>
        _console.Progress()
            .AutoClear(true)
            .Columns(
                new ProgressBarColumn { Width = BarWidth },
                new PercentageColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => work(new Bar(title, context.AddTask(Markup.Escape(title)), _console)));

    private sealed class Bar(string title, ProgressTask task, IAnsiConsole console) : IProgress<TransferProgress>
    {
        private readonly string _shortTitle = title.Length > TitleWidth ? title[..(TitleWidth - 2)] + ".." : title;

        public void Report(TransferProgress value)
        {
            if (value.Notice is not null) console.MarkupLineInterpolated($"{title}: {value.Notice}");
            task.Description = Markup.Escape($"{_shortTitle}: {ProgressText.Abbreviate(value)}");
            task.Value = 100 * ProgressText.Share(value);
        }
    }
}
