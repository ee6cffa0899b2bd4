using FijiBridge.Engine;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>What can be asked of the result. A client of a later version may send numbers that this server does not know.</summary>
internal static class OutputRules
{
    public static IEnumerable<Complaint> Complaints(RestoreSettings settings)
    {
        if (!Enum.IsDefined(settings.OutputType)) yield return Unknown("output type", (int)settings.OutputType);
        if (!Enum.IsDefined(settings.OutputFormat)) yield return Unknown("output format", (int)settings.OutputFormat);
        if (!Enum.IsDefined(settings.OutputCompression)) yield return Unknown("output compression", (int)settings.OutputCompression);
    }

    private static Complaint Unknown(string what, int number) =>
        new(FailureKind.BadRequest, $"This server knows no {what} number {number}: it may be older than its client.");
}
