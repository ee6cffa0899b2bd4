using System.Security.Cryptography;
using FijiBridge.Bridge.Server.Spooling;

namespace FijiBridge.Bridge.Tests.Server.Spooling;

[TestClass]
public sealed class GrowingResultTests
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "fijibridge-tests-" + Guid.NewGuid().ToString("N"));
    private int _beats;

    [TestCleanup]
    public void DeleteRoot() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public async Task OpenWrite_Sequential_CanBeReadWhileItGrows()
    {
        using var spool = new Spool(_root, 1000);
        using var place = spool.Rent(0);
        using var result = new GrowingResult(place.Result, () => _beats++);
        var output = result.OpenWrite(sequential: true);
        output.Write([1, 2, 3]);
        Assert.AreEqual(3, result.Available);
        output.Write([4]);
        CollectionAssert.AreEqual(new byte[] { 3, 4 }, await ReadAsync(result, 2));
        Assert.AreEqual(2, _beats);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3, 4])), await result.CompleteAsync(default));
    }

    [TestMethod]
    public async Task OpenWrite_NotSequential_ShowsNothingBeforeTheEnd()
    {
        using var spool = new Spool(_root, 1000);
        using var place = spool.Rent(0);
        using var result = new GrowingResult(place.Result, () => _beats++);
        var output = result.OpenWrite(sequential: false);
        output.Write([0, 0, 3]);
        output.Seek(0, SeekOrigin.Begin);
        output.Write([1, 2]);
        Assert.AreEqual(0, result.Available);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData([1, 2, 3])), await result.CompleteAsync(default));
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, await ReadAsync(result, 0));
    }

    [TestMethod]
    public void Seek_InASequentialResult_IsRefused()
    {
        using var spool = new Spool(_root, 1000);
        using var place = spool.Rent(0);
        using var result = new GrowingResult(place.Result, () => _beats++);
        Assert.ThrowsExactly<NotSupportedException>(() => result.OpenWrite(sequential: true).Seek(0, SeekOrigin.Begin));
    }

    private static async Task<byte[]> ReadAsync(GrowingResult result, long offset)
    {
        var buffer = new byte[10];
        return buffer[..await result.ReadAsync(buffer, offset, default)];
    }
}
