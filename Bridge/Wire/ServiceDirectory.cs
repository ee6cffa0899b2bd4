using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace FijiBridge.Bridge.Wire;

/// <summary>The gRPC services that are mapped in this host. Read from the endpoints, so that nothing is named twice.</summary>
internal sealed class ServiceDirectory(EndpointDataSource endpoints)
{
    // Not before the first call: services may still be mapped after this was made.
    private readonly Lazy<IReadOnlyDictionary<string, ServiceDescriptor>> _services = new(() => Read(endpoints));

    /// <summary>By full name.</summary>
    public IReadOnlyDictionary<string, ServiceDescriptor> Services => _services.Value;

    private static Dictionary<string, ServiceDescriptor> Read(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>())
        .OfType<GrpcMethodMetadata>()
        .Select(method => method.ServiceType)
        .Distinct()
        .Select(DescriptorOf)
        .ToDictionary(service => service.FullName);

    /// <summary>The generated class that binds the service is also the one that describes it.</summary>
    private static ServiceDescriptor DescriptorOf(Type service)
    {
        var bind = service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true);
        var descriptor = bind?.BindType.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        return descriptor as ServiceDescriptor
            ?? throw new InvalidOperationException($"{service} is not derived from a service base class that protoc generated.");
    }
}
