using System.Diagnostics;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Auditing;

/// <summary>Writes every call into the audit log when it ends. Comes before what turns failures into statuses, and so sees those.</summary>
internal sealed class AuditInterceptor(AuditLog audit) : GuardInterceptor
{
    protected override async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var reply = await call().ConfigureAwait(false);
            audit.Ended(context, context.Status, Stopwatch.GetElapsedTime(began));
            return reply;
        }
        catch (Exception failure)
        {
            audit.Ended(context, (failure as RpcException)?.Status ?? new Status(StatusCode.Unknown, ""), Stopwatch.GetElapsedTime(began));
            throw;
        }
    }
}
