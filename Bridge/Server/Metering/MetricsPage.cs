using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FijiBridge.Bridge.Server.Metering;

/// <summary><c>/metrics</c>, for Prometheus. Who may call the server may read it: it names nobody.</summary>
internal static class MetricsPage
{
    public static void MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // Listens from the start, not from the first question on.
        var text = endpoints.ServiceProvider.GetRequiredService<PrometheusText>();
        endpoints.MapGet("/metrics", context =>
        {
            context.Response.ContentType = PrometheusText.ContentType;
            return context.Response.WriteAsync(text.Write(), context.RequestAborted);
        });
    }
}
