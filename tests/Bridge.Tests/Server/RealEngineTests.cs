using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>The whole way on the processor: wire, spool, engine, wire.</summary>
[TestClass]
public sealed class RealEngineTests : ServerTest
{
    [TestMethod]
    public async Task Restore_ASingleBrightPixel_ComesBackAsAGaussian()
    {
        await StartWithEngineAsync();
        var received = await Client.RestoreAsync(Spot(1000), new RestoreSettings { Model = "smooth", Parameters = { ["sigma"] = 1 }, OutputType = OutputType.Float32 });
        using var result = TiffPlaneReader.Open(new MemoryStream([.. received.Bytes]));
        Assert.AreEqual(new StackShape(64, 48), result.Shape);
        var samples = result.ReadPlane(default).Samples<float>();
        // 1000 / (2 pi sigma^2) in the middle, and exp(-1/2) times that one pixel beside it.
        Assert.AreEqual(159.15f, samples[20 * 64 + 30], 0.5f);
        Assert.AreEqual(96.53f, samples[20 * 64 + 31], 0.5f);
        Assert.AreEqual("smooth", received.Done!.Provenance.Model);
        Assert.AreEqual("cpu", received.Done.Provenance.Device.Kind);
        Assert.AreEqual(1.0, received.Done.Provenance.Parameters["sigma"]);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public async Task Restore_PixelsThatAreNoNumbers_AreRefusedWithTheirPlace(float pixel)
    {
        await StartWithEngineAsync();
        var status = await Transfer.StatusOfAsync(Client.RestoreAsync(Spot(pixel)));
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode, status.Detail);
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_Compressed_ComesWhenItIsWhole()
    {
        await StartWithEngineAsync();
        var received = await Client.RestoreAsync(TestStacks.Ramp(), new RestoreSettings { OutputCompression = OutputCompression.Deflate, OutputFormat = OutputFormat.Imagej });
        using var result = TiffPlaneReader.Open(new MemoryStream([.. received.Bytes]));
        Assert.AreEqual(new StackShape(40, 30, frames: 3), result.Shape);
        Assert.AreEqual((ulong)received.Bytes.Count, received.Done!.ResultBytes);
    }

    [TestMethod]
    public async Task Restore_OnePixel_ComesBack()
    {
        await StartWithEngineAsync();
        var received = await Client.RestoreAsync(TestStacks.Ramp(width: 1, height: 1, frames: 1));
        using var result = TiffPlaneReader.Open(new MemoryStream([.. received.Bytes]));
        Assert.AreEqual(new StackShape(1, 1), result.Shape);
        Assert.AreEqual(PixelType.UInt16, result.PixelType);
    }

    private Task StartWithEngineAsync() => StartAsync(Options);

    private static byte[] Spot(float value)
    {
        var plane = new Plane(PixelType.Float32, 64, 48);
        plane.Samples<float>()[20 * 64 + 30] = value;
        using var file = new MemoryStream();
        using (var writer = TiffPlaneWriter.Create(file, new StackShape(64, 48), PixelType.Float32, StackMetadata.Empty))
        {
            writer.WritePlane(plane);
            writer.Complete();
        }
        return file.ToArray();
    }
}
