using System.Diagnostics.CodeAnalysis;
using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands;

/// <summary>A command that cannot go on: one clear sentence for the user and an exit code for the shell.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "The word says what callers see; Exception would say how it travels.")]
public sealed class CommandFailure(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What any exception means for the user.</summary>
    public static CommandFailure From(Exception exception) => exception switch
    {
        CommandFailure failure => failure,
        ClientFailure failure => new CommandFailure(ExitCodes.Of(failure.Kind), failure.Message, failure),
        OperationCanceledException => new CommandFailure(ExitCodes.Interrupted, "interrupted", exception),
        _ => EngineFaults.Describe(exception) ?? Fault(exception),
    };

    private static CommandFailure Fault(Exception exception) =>
        new(ExitCodes.Fault, $"unexpected {exception.GetType().Name}: {exception.Message}", exception);
}
