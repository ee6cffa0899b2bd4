using FijiBridge.Engine.Restoration;

namespace FijiBridge.Engine.Tests.Restoration;

/// <summary>Listens on the thread that reports, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class Listener(Action<RestoreProgress> heard) : IProgress<RestoreProgress>
{
    public void Report(RestoreProgress value) => heard(value);
}
