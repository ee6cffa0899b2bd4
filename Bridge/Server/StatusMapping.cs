using FijiBridge.Engine;
using FijiBridge.Engine.Tiff;
using Grpc.Core;

namespace FijiBridge.Bridge.Server;

/// <summary>What each failure is called on the wire: the only place that decides it.</summary>
public static class StatusMapping
{
    /// <summary>
    /// Trailer that names the <see cref="FailureKind"/> in kebab-case ("bad-input"), for clients that tell a bad image from a
    /// bad request; absent when the failure is not the engine's.
    /// </summary>
    public const string FailureTrailer = "fijibridge-failure";

    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    public static StatusCode CodeOf(FailureKind kind) => kind switch
    {
        FailureKind.BadInput or FailureKind.BadRequest => StatusCode.InvalidArgument,
        FailureKind.LimitExceeded or FailureKind.OutOfDeviceMemory or FailureKind.OutOfSpace => StatusCode.ResourceExhausted,
        FailureKind.UnknownModel => StatusCode.NotFound,
        FailureKind.BadModel or FailureKind.DeviceUnavailable => StatusCode.FailedPrecondition,
        FailureKind.DataLoss => StatusCode.DataLoss,
        _ => StatusCode.Internal,
    };

    /// <summary>The foreseen failure that an exception stands for; null when it is a fault of this program.</summary>
    public static EngineFailure? Foreseen(Exception exception) => exception switch
    {
        EngineFailure failure => failure.Kind == FailureKind.Internal ? null : failure,
        TiffFormatException bad => new EngineFailure(FailureKind.BadInput, bad.Message, bad),
        IOException { HResult: DiskFullUnix or DiskFullWindows } full => new EngineFailure(
            FailureKind.OutOfSpace, "The disk of the server is full: try again when other jobs have ended, or make room on it.", full),
        _ => null,
    };

    /// <summary>A foreseen failure as the wire tells it, the kind in <see cref="FailureTrailer"/>.</summary>
    public static RpcException ToRpcException(EngineFailure failure) =>
        new(new Status(CodeOf(failure.Kind), ClientText.Sentence(failure.Message)), new Metadata { { FailureTrailer, NameOf(failure.Kind) } });

    /// <summary>What a client learns of a fault of this program: enough to find it in the log of the server.</summary>
    public static RpcException Fault(string incident) =>
        new(new Status(StatusCode.Internal, $"Internal error of the server, id {incident}: its log tells more."));

    private static string NameOf(FailureKind kind) => kind switch
    {
        FailureKind.BadInput => "bad-input",
        FailureKind.BadRequest => "bad-request",
        FailureKind.LimitExceeded => "limit-exceeded",
        FailureKind.UnknownModel => "unknown-model",
        FailureKind.BadModel => "bad-model",
        FailureKind.DeviceUnavailable => "device-unavailable",
        FailureKind.OutOfDeviceMemory => "out-of-device-memory",
        FailureKind.OutOfSpace => "out-of-space",
        FailureKind.DataLoss => "data-loss",
        _ => "internal",
    };

}
