using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Commands;

/// <summary>What the program returns to the shell. The only place that decides it; the table is printed by <c>--help</c>.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int Fault = 1;
    public const int WrongUsage = 2;
    public const int BadInput = 3;
    public const int Unreachable = 4;
    public const int Refused = 5;
    public const int NoDevice = 6;
    public const int OutputFailed = 7;
    public const int SomeFailed = 8;
    public const int CannotServe = 9;
    public const int NotInstalled = 10;
    public const int Interrupted = 130;

    /// <summary>Every code with its meaning, in ascending order.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Done, "done"),
        (Fault, "a fault in fijibridge itself: please report it"),
        (WrongUsage, "the command line is wrong"),
        (BadInput, "the input is missing or cannot be restored"),
        (Unreachable, "the server cannot be reached, or the connection to it was lost for good"),
        (Refused, "the server refused: unknown model, value out of range, limit exceeded"),
        (NoDevice, "the device asked for does not work on this machine"),
        (OutputFailed, "the output exists already or cannot be written"),
        (SomeFailed, "some files of a batch failed"),
        (CannotServe, "the server cannot start: a port is taken, or its folders or certificate cannot be used"),
        (NotInstalled, "the folder is no Fiji or ImageJ, or the scripts in it are not those of this version"),
        (Interrupted, "interrupted by Ctrl-C or a request to terminate; no partial output is left (train keeps the best network so far)"),
    ];

    public static int Of(ClientFailureKind kind) => kind switch
    {
        ClientFailureKind.BadInput => BadInput,
        ClientFailureKind.Unreachable => Unreachable,
        ClientFailureKind.Refused => Refused,
        ClientFailureKind.DeviceUnavailable => NoDevice,
        ClientFailureKind.OutputFailed => OutputFailed,
        _ => Fault,
    };
}
