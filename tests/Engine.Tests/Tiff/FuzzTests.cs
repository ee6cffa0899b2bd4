using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>
/// Files from strangers: small files of every feature, with bytes changed, cut, doubled and filled, must be read or refused with a
/// <see cref="TiffFormatException"/>, and may take memory only in proportion to their size.
/// </summary>
[TestClass]
public sealed class FuzzTests
{
    private const int Files = 100_000;
    private const int Seed = 20261122;

    // Limits as a careful server would set them; what a file may cost follows from them, not from the file.
    private static readonly TiffReaderOptions Options = new() { MaxPixelsPerPlane = 1 << 16, MaxPlanes = 1000, MaxExpansion = 64 };
    private const long AllowedBytes = 4_000_000;

    [TestMethod]
    public void Open_HundredThousandMutatedFiles_AreReadOrRefused()
    {
        var seeds = FuzzCorpus.Files();
        var refused = 0;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 2 }, part =>
        {
            for (var i = part; i < Files; i += 4)
                if (!IsRead(Mutation.Of(seeds[i % seeds.Count], new Random(HashCode(i))), i)) Interlocked.Increment(ref refused);
        });
        Assert.IsGreaterThan(Files / 10, refused, "the mutations are too mild");
        Assert.IsGreaterThan(Files / 10, Files - refused, "the mutations are too wild");
    }

    private static int HashCode(int i) => unchecked(Seed + i * (int)2654435761u);

    private static bool IsRead(byte[] file, int number)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            return Read(file);
        }
        catch (TiffFormatException e)
        {
            Assert.IsGreaterThan(20, e.Message.Length);
            return false;
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"seed {Seed}, file {number} (base64 {Convert.ToBase64String(file)}): {e}");
        }
        finally
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > AllowedBytes) Assert.Fail($"seed {Seed}, file {number}: {file.Length} bytes of file made {allocated} bytes of memory (base64 {Convert.ToBase64String(file)})");
        }
    }

    private static bool Read(byte[] file)
    {
        using var reader = Stacks.Read(file, Options);
        reader.ReadPlane(default);
        reader.ReadPlane(reader.Shape.PlaneAt(reader.Shape.PlaneCount - 1));
        // What was read must be writable, whatever the metadata says.
        var one = new StackShape(reader.Shape.Width, reader.Shape.Height);
        foreach (var format in new[] { TiffFormat.Ome, TiffFormat.ImageJ })
            using (TiffPlaneWriter.Create(Stream.Null, one, reader.PixelType, reader.Metadata.WithScale(2), new TiffWriterOptions { Format = format })) { }
        return true;
    }
}
