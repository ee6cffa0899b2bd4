using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace FijiBridge.Bridge.Wire;

/// <summary>
/// gRPC health: every mapped service serves from the start until the host begins to stop, so that a balancer sends nothing new to a
/// server that only finishes its jobs.
/// </summary>
internal sealed class HealthService(ServiceDirectory directory, IHostApplicationLifetime lifetime) : Health.HealthBase
{
    private ServingStatus Current => lifetime.ApplicationStopping.IsCancellationRequested ? ServingStatus.NotServing : ServingStatus.Serving;

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => IsKnown(request.Service)
        ? Task.FromResult(new HealthCheckResponse { Status = Current })
        : throw new RpcException(new Status(StatusCode.NotFound, $"This server has no service \"{request.Service}\"."));

    public override Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var response = new HealthListResponse();
        foreach (var name in directory.Services.Keys.Append(""))
        {
            response.Statuses[name] = new HealthCheckResponse { Status = Current };
        }

        return Task.FromResult(response);
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        ServingStatus Seen() => IsKnown(request.Service) ? Current : ServingStatus.ServiceUnknown;

        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStopping.Register(stopping.SetResult);
        await responseStream.WriteAsync(new HealthCheckResponse { Status = Seen() }, context.CancellationToken);
        await stopping.Task.WaitAsync(context.CancellationToken);
        await responseStream.WriteAsync(new HealthCheckResponse { Status = Seen() }, context.CancellationToken);
    }

    private bool IsKnown(string service) => service.Length == 0 || directory.Services.ContainsKey(service);
}
