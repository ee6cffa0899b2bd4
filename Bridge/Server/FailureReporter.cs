using FijiBridge.Bridge.Server.Spooling;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>Turns any exception into what the client is told. A fault of this program is logged under an id, and only the id leaves.</summary>
internal sealed class FailureReporter(ILogger<FailureReporter> log)
{
    /// <param name="exception">Anything but a cancellation, which is no failure.</param>
    /// <param name="where">For the log: the method or the job.</param>
    public RpcException Report(Exception exception, string where)
    {
        if (exception is RpcException told) return told;
        if (StatusMapping.Foreseen(exception) is { } failure) return StatusMapping.ToRpcException(failure);
        var incident = SpoolFolder.RandomName()[..12];
        log.Incident(exception, incident, where);
        return StatusMapping.Fault(incident);
    }
}
