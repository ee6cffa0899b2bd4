using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace FijiBridge.Bridge.Server.Auditing;

/// <summary>What a call is about, told by the service that knows it.</summary>
internal static class AuditSubject
{
    private static readonly object Key = new();

    /// <param name="context">The call.</param>
    /// <param name="subject">The id of a job or the name of a model.</param>
    public static void About(this ServerCallContext context, string subject) =>
        context.GetHttpContext().Items[Key] = ClientText.Clean(subject);

    public static string? Subject(this HttpContext context) => context.Items.TryGetValue(Key, out var subject) ? subject as string : null;
}
