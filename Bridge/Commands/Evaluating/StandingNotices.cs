using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>Passes on what the server wants to be known, each sentence once.</summary>
internal sealed class StandingNotices(TextWriter error) : IProgress<TransferProgress>
{
    private readonly HashSet<string> _told = [];

    public void Report(TransferProgress value)
    {
        if (value.Notice is not { } notice) return;
        lock (_told)
        {
            if (_told.Add(notice)) error.WriteLine(notice);
        }
    }
}
