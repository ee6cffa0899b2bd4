using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace FijiBridge.Bridge.Wire.Reflection;

/// <summary>One answer to each question of a reflection client.</summary>
internal static class ReflectionAnswers
{
    public static async Task AnswerAllAsync(
        this ReflectionIndex index,
        IAsyncStreamReader<ServerReflectionRequest> questions,
        IServerStreamWriter<ServerReflectionResponse> answers,
        CancellationToken cancellationToken)
    {
        await foreach (var question in questions.ReadAllAsync(cancellationToken))
        {
            var answer = Answer(index, question);
            answer.ValidHost = question.Host;
            answer.OriginalRequest = question;
            await answers.WriteAsync(answer, cancellationToken);
        }
    }

    private static ServerReflectionResponse Answer(ReflectionIndex index, ServerReflectionRequest question) =>
        question.MessageRequestCase switch
        {
            Question.ListServices => Services(index),
            Question.FileByFilename => Files(index.FileByName(question.FileByFilename), "file", question.FileByFilename),
            Question.FileContainingSymbol => Files(index.FileBySymbol(question.FileContainingSymbol), "symbol", question.FileContainingSymbol),
            Question.AllExtensionNumbersOfType => ExtensionNumbers(index, question.AllExtensionNumbersOfType),
            // proto3 has no extensions but those of its own options, and we define none.
            Question.FileContainingExtension => Error(StatusCode.NotFound, "This server defines no extensions."),
            _ => Error(StatusCode.InvalidArgument, "The request asks for nothing that this server knows."),
        };

    private static ServerReflectionResponse Services(ReflectionIndex index) => new()
    {
        ListServicesResponse = new ListServiceResponse { Service = { index.ServiceNames.Select(name => new ServiceResponse { Name = name }) } },
    };

    private static ServerReflectionResponse Files(IReadOnlyList<ByteString>? files, string kind, string name) => files is null
        ? Error(StatusCode.NotFound, $"This server has no {kind} \"{name}\".")
        : new() { FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files } } };

    private static ServerReflectionResponse ExtensionNumbers(ReflectionIndex index, string type) => index.IsMessage(type)
        ? new() { AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type } }
        : Error(StatusCode.NotFound, $"This server has no message type \"{type}\".");

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
