using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Shows nothing: for ImageJ's <c>exec()</c>, which may hang when standard error fills up.</summary>
internal sealed class SilentDisplay : IRestoreDisplay, IProgress<TransferProgress>
{
    public Task<T> ShowAsync<T>(string title, Func<IProgress<TransferProgress>, Task<T>> work) => work(this);

    public void Report(TransferProgress value)
    {
    }
}
