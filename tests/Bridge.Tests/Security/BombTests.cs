using System.Buffers.Binary;
using System.IO.Compression;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Tests.Server;
using FijiBridge.Engine.Models;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>Small files that want to become large ones.</summary>
[TestClass]
public sealed class BombTests : SecurityTest
{
    private const long Unpacked = 1L << 28;

    [TestMethod]
    public async Task ImportModel_MegabyteThatUnpacksToAQuarterGigabyte_IsStoppedAtTheLimit()
    {
        var limits = new ServerLimits { MaxModelBytes = 32 << 20 };
        var models = new ModelCatalog(ModelCatalog.BuiltInFolder, Options.ModelsFolder, new ModelLimits { MaxBytes = limits.MaxModelBytes });
        await StartAsync(FakeEngine.With(FakeRestorations.Copy, Options.ModelsFolder) with { Models = models }, Options with { Limits = limits });
        var zip = ZipBomb();
        Assert.IsLessThan(limits.MaxModelBytes / 8, zip.Length);
        var status = await Transfer.StatusOfAsync(ModelZip.ImportAsync(new Models.ModelsClient(NewChannel()), zip));
        Assert.AreEqual(StatusCode.ResourceExhausted, status.StatusCode, status.Detail);
        Assert.IsEmpty(Directory.GetFileSystemEntries(Options.ModelsFolder));
        Assert.IsTrue(IsSpoolEmpty);
        await AssertAliveAsync();
    }

    [TestMethod]
    [DataRow(16_384, 16_384, 1)]
    [DataRow(16_384, 16_384, 8)]
    [DataRow(int.MaxValue, 1, 1)]
    [DataRow(1, int.MaxValue, 8)]
    public async Task Restore_TinyTiffOfHugePlanes_IsRefusedWithoutTheMemory(int width, int height, int compression)
    {
        await StartAsync();
        // The first call reads the models, which is not the stack's doing.
        await new Models.ModelsClient(NewChannel()).ListModelsAsync(new());
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var status = await Transfer.StatusOfAsync(Client.RestoreAsync(Tiff(width, height, compression)));
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode, status.Detail);
        Assert.IsLessThan(64 << 20, GC.GetTotalAllocatedBytes(precise: true) - before);
        await UntilEmptyAsync();
        await AssertAliveAsync();
    }

    [TestMethod]
    public async Task Restore_GzipInsteadOfMessages_IsNotUnpackedBeyondTheLimit()
    {
        await StartAsync(new ServerLimits { MaxMessageBytes = 1 << 20 });
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(new byte[64 << 20]);
        var frame = RawCall.Frame(packed.ToArray());
        frame[0] = 1;
        foreach (var door in Doors())
        {
            var reply = await door.SendAsync("/fijibridge.v1.Restoration/Check", frame, request => request.Headers.Add("grpc-encoding", "gzip"));
            Assert.AreEqual(StatusCode.ResourceExhausted, reply.Status, reply.Message);
        }
        await AssertAliveAsync();
    }

    private static byte[] ZipBomb()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("model.onnx", CompressionLevel.Fastest).Open();
            var zeros = new byte[1 << 20];
            for (long written = 0; written < Unpacked; written += zeros.Length) entry.Write(zeros);
        }
        return stream.ToArray();
    }

    private static byte[] Tiff(int width, int height, int compression)
    {
        (ushort Tag, int Value)[] entries = [(256, width), (257, height), (258, 8), (259, compression), (262, 1), (273, 8), (277, 1), (278, height), (279, 64)];
        var file = new byte[8 + 2 + entries.Length * 12 + 4];
        ReadOnlySpan<byte> start = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0];
        start.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = file.AsSpan(10 + 12 * i);
            BinaryPrimitives.WriteUInt16LittleEndian(entry, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], 4);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].Value);
        }
        return file;
    }
}
