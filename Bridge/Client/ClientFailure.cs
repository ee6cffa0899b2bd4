using System.Diagnostics.CodeAnalysis;

namespace FijiBridge.Bridge.Client;

/// <summary>Who is to blame when a call on a server fails.</summary>
public enum ClientFailureKind
{
    /// <summary>The input file cannot be read, or the server cannot read it as a stack.</summary>
    BadInput,

    /// <summary>No connection, or one that broke and could not be mended.</summary>
    Unreachable,

    /// <summary>The server does not do what was asked: unknown model, value out of range, limit exceeded.</summary>
    Refused,

    /// <summary>The server has no working device for the job.</summary>
    DeviceUnavailable,

    /// <summary>The result cannot be written on this side.</summary>
    OutputFailed,

    /// <summary>The server failed, or sent something else than it announced.</summary>
    ServerFault,
}

/// <summary>An expected failure of a call on a server; the message is one sentence for the user.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "The word says what callers see; Exception would say how it travels.")]
public sealed class ClientFailure(ClientFailureKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public ClientFailureKind Kind { get; } = kind;
}
