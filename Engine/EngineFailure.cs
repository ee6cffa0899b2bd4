using System.Diagnostics.CodeAnalysis;

namespace FijiBridge.Engine;

/// <summary>Who or what failed, in the terms that a caller can act on.</summary>
public enum FailureKind
{
    /// <summary>The image that was sent cannot be read or restored as it is.</summary>
    BadInput,

    /// <summary>The request contradicts itself or asks for something that the model does not do.</summary>
    BadRequest,

    /// <summary>A limit of the server was exceeded.</summary>
    LimitExceeded,

    /// <summary>No model of that name is installed.</summary>
    UnknownModel,

    /// <summary>The model's files are broken or need what this program does not offer.</summary>
    BadModel,

    /// <summary>The device that was asked for does not work on this machine.</summary>
    DeviceUnavailable,

    /// <summary>Not even one tile fits into the memory of the device.</summary>
    OutOfDeviceMemory,

    /// <summary>The disk or the temporary storage is full.</summary>
    OutOfSpace,

    /// <summary>What this program had stored was damaged on the disk.</summary>
    DataLoss,

    /// <summary>A fault of this program.</summary>
    Internal,
}

/// <summary>
/// A failure that the engine foresees. The message is one sentence for the person who asked: what is wrong, where, which
/// limit, what to do. Cancellation is not a failure; it stays <see cref="OperationCanceledException"/>.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "The word says what callers see; Exception would say how it travels.")]
public sealed class EngineFailure(FailureKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public FailureKind Kind { get; } = kind;
}
