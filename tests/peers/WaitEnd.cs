namespace FijiBridge.Tests.Peers;

/// <summary>Tells a test that the handler of Echo.Wait has ended.</summary>
public sealed class WaitEnd
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next()
    {
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _next.Task;
    }

    public void Set() => _next.TrySetResult();
}
