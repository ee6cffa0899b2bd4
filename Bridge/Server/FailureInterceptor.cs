using FijiBridge.Bridge.Server.Metering;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>Lets every service throw what it likes: failures get their status here, and a client that has gone is not a failure.</summary>
internal sealed class FailureInterceptor(FailureReporter reporter, ServerMeters meters, ILogger<FailureInterceptor> log) : GuardInterceptor
{
    protected override async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LostClientException || context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The client has gone."));
        }
        catch (RpcException refusal)
        {
            meters.Refused(refusal.StatusCode);
            throw;
        }
        catch (Exception exception)
        {
            var told = reporter.Report(exception, context.Method);
            meters.Refused(told.StatusCode);
            log.Refused(context.Method, told.Status.Detail);
            throw told;
        }
    }
}
