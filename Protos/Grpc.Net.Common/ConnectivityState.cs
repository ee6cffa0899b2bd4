namespace Grpc.Core;

/// <summary>The states of a channel. The numbers are compiled into the official client.</summary>
public enum ConnectivityState
{
    Idle = 0,
    Connecting = 1,
    Ready = 2,
    TransientFailure = 3,
    Shutdown = 4,
}
