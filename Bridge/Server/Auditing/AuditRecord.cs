namespace FijiBridge.Bridge.Server.Auditing;

/// <summary>One line of the audit log. Absent values are left out.</summary>
/// <param name="Time">When the call ended.</param>
/// <param name="User">Who made it; null: nobody who was let in.</param>
/// <param name="From">Address that it came from.</param>
/// <param name="Call">What was asked for, as the path of the call.</param>
/// <param name="Subject">The job or model that it was about.</param>
/// <param name="Outcome">Name of the gRPC status.</param>
/// <param name="Detail">The sentence that the caller was told with it.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record AuditRecord(
    DateTimeOffset Time, string? User, string? From, string Call, string? Subject, string Outcome, string? Detail, double? Seconds);
