using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Wire.GrpcWeb;
using FijiBridge.Bridge.Wire.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FijiBridge.Bridge.Wire;

/// <summary>Plugs what every gRPC server should speak into the host: gRPC-Web, health, reflection.</summary>
internal static class WireExtensions
{
    /// <summary>What <see cref="MapFijiBridgeWire"/> needs; call it beside AddGrpc.</summary>
    public static IServiceCollection AddFijiBridgeWire(this IServiceCollection services) => services
        .AddSingleton<ServiceDirectory>()
        .AddSingleton<ReflectionIndex>();

    /// <summary>
    /// Lets clients of HTTP/1.1 call every mapped service by gRPC-Web. Comes before all middleware that looks at the request, routing
    /// included, which is why it starts routing itself.
    /// </summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder app) => app.UseMiddleware<GrpcWebMiddleware>().UseRouting();

    /// <summary>Health (grpc.health.v1) and reflection (grpc.reflection.v1 and v1alpha).</summary>
    public static void MapFijiBridgeWire(this IEndpointRouteBuilder endpoints)
    {
        // Whoever watches over the server, such as a balancer, needs no token to learn that it serves.
        endpoints.MapGrpcService<HealthService>().WithMetadata(OpenToAll.Mark);
        endpoints.MapGrpcService<ReflectionService>();
        endpoints.MapGrpcService<ReflectionV1AlphaService>();
    }
}
