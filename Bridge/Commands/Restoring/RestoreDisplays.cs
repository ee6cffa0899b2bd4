using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Shows how far a job is, on standard error.</summary>
internal interface IRestoreDisplay
{
    /// <summary>Runs <paramref name="work"/> on the stack called <paramref name="title"/> and shows what it reports.</summary>
    Task<T> ShowAsync<T>(string title, Func<IProgress<TransferProgress>, Task<T>> work);
}

/// <summary>The displays there are, and when each is used.</summary>
internal static class RestoreDisplays
{
    public static IRestoreDisplay For(bool quiet, Screen screen) => quiet
        ? new SilentDisplay()
        : screen.IsTerminal ? new BarDisplay(screen.Error) : new LineDisplay(screen.Error);
}
