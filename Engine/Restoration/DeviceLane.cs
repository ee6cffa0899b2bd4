using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Restoration;

/// <summary>One device, its open networks and the queue to it.</summary>
internal sealed class DeviceLane(DeviceChoice choice, QueueLimits limits) : IAsyncDisposable
{
    public DeviceChoice Choice => choice;

    public SessionCache Sessions { get; } = new(choice.Device);

    public InferenceQueue Queue { get; } = new(limits);

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync().ConfigureAwait(false);
        Sessions.Dispose();
    }
}
