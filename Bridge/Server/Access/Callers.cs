using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>The identity that a call carries once it was let in.</summary>
internal static class Callers
{
    public static void SetCaller(this HttpContext context, Identity caller) => context.Features.Set(caller);

    /// <exception cref="InvalidOperationException">The call came in past the gate, which is a fault of this program.</exception>
    public static Identity Caller(this HttpContext context) =>
        context.Features.Get<Identity>() ?? throw new InvalidOperationException("the call has no identity");

    /// <inheritdoc cref="Caller(HttpContext)"/>
    public static Identity Caller(this ServerCallContext context) => context.GetHttpContext().Caller();

    /// <param name="context">The call.</param>
    /// <param name="role">The least role that may go on.</param>
    /// <param name="what">What was asked for, as the subject of a sentence.</param>
    /// <exception cref="RpcException">PERMISSION_DENIED: the caller has a lower role.</exception>
    public static Identity Require(this ServerCallContext context, Role role, string what)
    {
        var caller = context.Caller();
        if (caller.Role >= role) return caller;
        throw new RpcException(new Status(
            StatusCode.PermissionDenied,
            $"{what} needs the role {RoleNames.Of(role)}, and {ClientText.Quote(caller.User)} has the role {RoleNames.Of(caller.Role)}."));
    }
}
