namespace Grpc.Core;

/// <summary>
/// The side of a call that all four kinds have in common. The functions take a state object so that a library can pass
/// static functions and allocate nothing per call.
/// </summary>
internal readonly struct CallState(
    Func<object, Task<Metadata>> headers,
    Func<object, Status> status,
    Func<object, Metadata> trailers,
    Action<object> dispose,
    object state)
{
    public CallState(Func<Task<Metadata>> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
        : this(_ => headers(), _ => status(), _ => trailers(), _ => dispose(), dispose)
    {
    }

    public Task<Metadata> Headers() => headers(state);

    public Status Status() => status(state);

    public Metadata Trailers() => trailers(state);

    public void Dispose() => dispose(state);
}
