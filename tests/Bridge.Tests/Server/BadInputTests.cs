using System.Buffers.Binary;
using System.Text;
using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Files that no stack can be read from: one clear sentence, the right status, nothing left, and the server goes on.</summary>
[TestClass]
public sealed class BadInputTests : ServerTest
{
    private const ushort Width = 256, Height = 257, BitsPerSample = 258, Compression = 259, StripOffsets = 273, StripByteCounts = 279;

    private static readonly Dictionary<string, byte[]> Files = BadFiles(TestStacks.Ramp());

    public static IEnumerable<object[]> Names() => Files.Keys.Select(name => new object[] { name });

    private static Dictionary<string, byte[]> BadFiles(byte[] good) => new()
    {
        ["truncated"] = good[..(good.Length / 2)],
        ["cut in the header"] = good[..6],
        ["wrong magic"] = Encoding.ASCII.GetBytes("this is not an image at all, but it is long enough to be one"),
        ["a PNG"] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0],
        ["IFD with more entries than bytes"] = Classic(firstDirectory: 8, [0xFF, 0xFF]),
        ["IFD beyond the end"] = Classic(firstDirectory: 0x7FFFFFFF, []),
        ["IFDs in a circle"] = Tiff(next: 8, (Width, 4), (Height, 4), (BitsPerSample, 8), (StripOffsets, 8), (StripByteCounts, 16)),
        ["a million by a million pixels"] = Tiff(0, (Width, 1_000_000), (Height, 1_000_000), (BitsPerSample, 16), (StripOffsets, 8), (StripByteCounts, 16)),
        ["no pixels"] = Tiff(0, (Width, 0), (Height, 0), (BitsPerSample, 8), (StripOffsets, 8), (StripByteCounts, 16)),
        ["JPEG compression"] = Tiff(0, (Width, 4), (Height, 4), (BitsPerSample, 8), (Compression, 7), (StripOffsets, 8), (StripByteCounts, 16)),
        ["a strip beyond the end"] = Tiff(0, (Width, 4), (Height, 4), (BitsPerSample, 8), (StripOffsets, 1_000_000), (StripByteCounts, 16)),
        ["empty"] = [],
    };

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task Restore_BadFile_IsToldInOneSentenceAndForgotten(string what)
    {
        await StartAsync(FakeRestorations.Copy);
        var status = await Transfer.StatusOfAsync(Client.RestoreAsync(Files[what]));
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode, $"{what}: {status.Detail}");
        Assert.IsGreaterThan(10, status.Detail.Length, what);
        Assert.DoesNotContain('\n', status.Detail);
        await UntilEmptyAsync();
        Assert.IsNotNull((await Client.RestoreAsync(TestStacks.Ramp())).Done);
    }

    [TestMethod]
    public async Task Restore_LessThanAnnounced_IsToldAsIncomplete()
    {
        await StartAsync(FakeRestorations.Copy);
        using var call = Client.Restore();
        await call.SendHalfAsync(TestStacks.Ramp());
        await call.RequestStream.CompleteAsync();
        var status = await Transfer.StatusOfAsync(new Received().ReadAsync(call.ResponseStream));
        Assert.AreEqual(StatusCode.InvalidArgument, status.StatusCode);
        StringAssert.Contains(status.Detail, "not complete");
        await UntilEmptyAsync();
    }

    [TestMethod]
    public async Task Restore_WithoutAHeader_IsRefused()
    {
        await StartAsync(FakeRestorations.Copy);
        using var call = Client.Restore();
        await call.RequestStream.WriteAsync(new RestoreRequest { Data = Google.Protobuf.ByteString.CopyFromUtf8("II") });
        Assert.AreEqual(StatusCode.InvalidArgument, (await Transfer.StatusOfAsync(new Received().ReadAsync(call.ResponseStream))).StatusCode);
    }

    private static byte[] Tiff(uint next, params (ushort Tag, uint Value)[] entries)
    {
        var directory = new List<byte> { (byte)entries.Length, 0 };
        foreach (var (tag, value) in entries)
        {
            var entry = new byte[12];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(2), 4);
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), 1);
            BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), value);
            directory.AddRange(entry);
        }
        directory.AddRange(BitConverter.GetBytes(next));
        return Classic(8, [.. directory]);
    }

    private static byte[] Classic(uint firstDirectory, byte[] rest) => [(byte)'I', (byte)'I', 42, 0, .. BitConverter.GetBytes(firstDirectory), .. rest];
}
