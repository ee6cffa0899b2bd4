using Grpc.Core;

namespace FijiBridge.Protos.Tests.Rpc;

/// <summary>What the compiler put into the official libraries as literals, as the public interface has it.</summary>
[TestClass]
public sealed class ContractNumbersTests
{
    private const string StatusCodes = "OK Cancelled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied "
        + "ResourceExhausted FailedPrecondition Aborted OutOfRange Unimplemented Internal Unavailable DataLoss Unauthenticated";

    [TestMethod]
    [DataRow(typeof(StatusCode), 0, StatusCodes)]
    [DataRow(typeof(MethodType), 0, "Unary ClientStreaming ServerStreaming DuplexStreaming")]
    [DataRow(typeof(ConnectivityState), 0, "Idle Connecting Ready TransientFailure Shutdown")]
    [DataRow(typeof(WriteFlags), 1, "BufferHint NoCompress")]
    public void Enumeration_Numbers_AreThePublicOnes(Type type, int first, string names)
    {
        string[] expected = names.Split(' ');
        CollectionAssert.AreEqual(expected, Enum.GetNames(type));
        CollectionAssert.AreEqual(
            Enumerable.Range(first, expected.Length).ToArray(), Enum.GetValues(type).Cast<object>().Select(Convert.ToInt32).ToArray());
    }

    [TestMethod]
    [DataRow("Grpc.Core.Api")]
    [DataRow("Grpc.Net.Common")]
    public void Assembly_Identity_IsTheOneTheOfficialLibrariesAskFor(string name)
    {
        var asked = typeof(Grpc.Net.Client.GrpcChannel).Assembly.GetReferencedAssemblies().Single(reference => reference.Name == name);
        Assert.AreEqual(asked.FullName, System.Reflection.Assembly.Load(name).FullName);
    }
}
