using FijiBridge.Bridge.Server;
using FijiBridge.Engine;
using FijiBridge.Engine.Tiff;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class StatusMappingTests
{
    [TestMethod]
    [DataRow(FailureKind.BadInput, StatusCode.InvalidArgument, "bad-input")]
    [DataRow(FailureKind.BadRequest, StatusCode.InvalidArgument, "bad-request")]
    [DataRow(FailureKind.LimitExceeded, StatusCode.ResourceExhausted, "limit-exceeded")]
    [DataRow(FailureKind.UnknownModel, StatusCode.NotFound, "unknown-model")]
    [DataRow(FailureKind.BadModel, StatusCode.FailedPrecondition, "bad-model")]
    [DataRow(FailureKind.DeviceUnavailable, StatusCode.FailedPrecondition, "device-unavailable")]
    [DataRow(FailureKind.OutOfDeviceMemory, StatusCode.ResourceExhausted, "out-of-device-memory")]
    [DataRow(FailureKind.OutOfSpace, StatusCode.ResourceExhausted, "out-of-space")]
    [DataRow(FailureKind.DataLoss, StatusCode.DataLoss, "data-loss")]
    public void ToRpcException_EachKind_HasItsStatusAndName(FailureKind kind, StatusCode code, string name)
    {
        var told = StatusMapping.ToRpcException(new EngineFailure(kind, "why"));
        Assert.AreEqual(code, told.StatusCode);
        Assert.AreEqual("why", told.Status.Detail);
        Assert.AreEqual(name, told.Trailers.GetValue(StatusMapping.FailureTrailer));
    }

    [TestMethod]
    public void Foreseen_BadTiff_IsBadInput() =>
        Assert.AreEqual(FailureKind.BadInput, StatusMapping.Foreseen(new TiffFormatException("tag 256 is missing"))?.Kind);

    [TestMethod]
    public void Foreseen_FullDisk_IsOutOfSpace() =>
        Assert.AreEqual(FailureKind.OutOfSpace, StatusMapping.Foreseen(new IOException("No space left on device", 28))?.Kind);

    [TestMethod]
    public void Foreseen_AnythingElse_IsAFaultOfThisProgram()
    {
        Assert.IsNull(StatusMapping.Foreseen(new InvalidOperationException()));
        Assert.IsNull(StatusMapping.Foreseen(new EngineFailure(FailureKind.Internal, "a tile is missing")));
    }

    [TestMethod]
    public void ToRpcException_VeryLongMessage_FitsIntoAHeader() =>
        Assert.IsLessThan(2100, StatusMapping.ToRpcException(new EngineFailure(FailureKind.BadInput, new string('x', 100_000))).Status.Detail.Length);
}
