using Grpc.Core;
using Grpc.Reflection.V1;

namespace FijiBridge.Bridge.Wire.Reflection;

/// <summary>gRPC reflection under its present name.</summary>
internal sealed class ReflectionService(ReflectionIndex index) : ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) => index.AnswerAllAsync(requestStream, responseStream, context.CancellationToken);
}
