using FijiBridge.Engine;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands;

/// <summary>
/// What failures of the engine mean for the user. It stands apart so that only commands that use the engine load it.
/// </summary>
internal static class EngineFaults
{
    /// <summary>Null for what the engine does not foresee.</summary>
    public static CommandFailure? Describe(Exception exception) => exception switch
    {
        EngineFailure failure => new CommandFailure(Code(failure.Kind), failure.Message, failure),
        TiffFormatException unreadable => new CommandFailure(ExitCodes.BadInput, unreadable.Message, unreadable),
        _ => null,
    };

    private static int Code(FailureKind kind) => kind switch
    {
        FailureKind.BadInput or FailureKind.DataLoss => ExitCodes.BadInput,
        FailureKind.BadRequest or FailureKind.LimitExceeded or FailureKind.UnknownModel or FailureKind.BadModel => ExitCodes.Refused,
        FailureKind.DeviceUnavailable or FailureKind.OutOfDeviceMemory => ExitCodes.NoDevice,
        FailureKind.OutOfSpace => ExitCodes.OutputFailed,
        _ => ExitCodes.Fault,
    };
}
