using System.Collections.Concurrent;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Engine;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>Bounds the calls that one user has open at the same time: each holds buffers, and a connection carries many.</summary>
internal sealed class CallLimiter(ServerLimits limits) : GuardInterceptor
{
    private readonly ConcurrentDictionary<string, int> _open = new();

    protected override async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        var user = context.Caller().User;
        try
        {
            if (_open.AddOrUpdate(user, 1, (_, count) => count + 1) > limits.MaxUserCalls) throw TooMany();
            return await call().ConfigureAwait(false);
        }
        finally
        {
            _open.AddOrUpdate(user, 0, (_, count) => count - 1);
        }
    }

    private RpcException TooMany() => StatusMapping.ToRpcException(new EngineFailure(
        FailureKind.LimitExceeded, $"You have {limits.MaxUserCalls} calls open on this server, which is the limit: try again when one has ended."));
}
