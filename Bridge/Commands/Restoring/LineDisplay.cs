using System.Diagnostics;
using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Plain lines for logs and pipes: one at each new stage and then one every few seconds.</summary>
internal sealed class LineDisplay(TextWriter error) : IRestoreDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public Task<T> ShowAsync<T>(string title, Func<IProgress<TransferProgress>, Task<T>> work) => work(new Lines(title, error));

    private sealed class Lines(string title, TextWriter error) : IProgress<TransferProgress>
    {
        private Stage _stage = Stage.Unspecified;
        private long _last;

        public void Report(TransferProgress value)
        {
            if (value.Notice is not null) error.WriteLine($"{title}: {value.Notice}");
            else if (value.Job.Stage != _stage || Stopwatch.GetElapsedTime(_last) >= Pause)
            {
                error.WriteLine($"{title}: {ProgressText.Describe(value)}");
                (_stage, _last) = (value.Job.Stage, Stopwatch.GetTimestamp());
            }
        }
    }
}
