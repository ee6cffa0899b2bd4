using System.Security.Authentication;
using Grpc.Core;

namespace FijiBridge.Bridge.Client;

/// <summary>Turns what a call on one server threw into a sentence for the user. <paramref name="server"/> is its address.</summary>
internal sealed class ServerFaults(string server)
{
    /// <summary>The trailer that names the kind of a failure more closely than its status does.</summary>
    private const string FailureTrailer = "fijibridge-failure";

    /// <summary>The connection is at fault, not the job: attaching again may help.</summary>
    public static bool IsBrokenConnection(RpcException fault) =>
        fault.StatusCode == StatusCode.Unavailable || fault.Status.DebugException is HttpRequestException or IOException;

    /// <summary>Runs one call.</summary>
    /// <exception cref="ClientFailure">It failed.</exception>
    public async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call();
        }
        catch (RpcException fault)
        {
            ct.ThrowIfCancellationRequested();
            throw IsBrokenConnection(fault) ? Unreachable(fault, Hint(fault)) : Describe(fault);
        }
    }

    /// <param name="fault">What a call threw.</param>
    /// <param name="keptJob">A job that goes on though the connection is lost.</param>
    public ClientFailure Describe(RpcException fault, string? keptJob = null) => IsBrokenConnection(fault)
        ? Unreachable(fault, keptJob is null ? "" : $"; the job goes on there: fetch its result later with fijibridge jobs fetch {keptJob} OUTPUT --server {server}")
        : new ClientFailure(KindOf(fault), fault.Status.Detail, fault);

    private static ClientFailureKind KindOf(RpcException fault) => fault.Trailers.GetValue(FailureTrailer) switch
    {
        "bad-input" => ClientFailureKind.BadInput,
        "bad-request" or "limit-exceeded" or "unknown-model" or "bad-model" or "out-of-space" => ClientFailureKind.Refused,
        "device-unavailable" or "out-of-device-memory" => ClientFailureKind.DeviceUnavailable,
        _ => KindOf(fault.StatusCode),
    };

    private static ClientFailureKind KindOf(StatusCode status) => status switch
    {
        StatusCode.InvalidArgument or StatusCode.DataLoss => ClientFailureKind.BadInput,
        StatusCode.FailedPrecondition => ClientFailureKind.DeviceUnavailable,
        StatusCode.NotFound or StatusCode.ResourceExhausted or StatusCode.OutOfRange or StatusCode.AlreadyExists
            or StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.Unimplemented
            or StatusCode.Aborted or StatusCode.Cancelled => ClientFailureKind.Refused,
        _ => ClientFailureKind.ServerFault,
    };

    private ClientFailure Unreachable(RpcException fault, string hint)
    {
        var cause = Causes(fault).LastOrDefault();
        var reason = Causes(fault).Any(inner => inner is AuthenticationException)
            ? $"its certificate is not trusted by this computer ({cause!.Message})"
            : cause?.Message ?? fault.Status.Detail;
        return new ClientFailure(ClientFailureKind.Unreachable, $"no connection to the server {server}: {reason}{hint}", fault);
    }

    // Somebody answered, but not in HTTP/2 in clear text.
    private static string Hint(RpcException fault) => Causes(fault).Any(cause => cause is HttpIOException)
        ? "; is this its port for gRPC, and does it want https:// ?"
        : "";

    private static IEnumerable<Exception> Causes(RpcException fault)
    {
        for (var cause = fault.Status.DebugException; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
