using Grpc.Core;
using Grpc.Reflection.V1;

namespace FijiBridge.Bridge.Wire.Reflection;

/// <summary>gRPC reflection under the name that older tools ask for.</summary>
internal sealed class ReflectionV1AlphaService(ReflectionIndex index) : Grpc.Reflection.V1Alpha.ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) => index.AnswerAllAsync(requestStream, responseStream, context.CancellationToken);
}
