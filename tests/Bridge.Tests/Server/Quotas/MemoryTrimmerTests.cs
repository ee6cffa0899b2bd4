using System.Runtime.InteropServices;
using FijiBridge.Bridge.Server.Quotas;

namespace FijiBridge.Bridge.Tests.Server.Quotas;

[TestClass]
public sealed class MemoryTrimmerTests
{
    private const int Blocks = 50_000;
    private const int Size = 2000;

    [TestMethod]
    public void Trim_FreedMemoryBelowABlockInUse_GoesBackToTheSystem()
    {
        if (!IsGnu) Assert.Inconclusive("only the GNU C library keeps what was freed");
        // Blocks in use here and there hold back what lies between them.
        var (blocks, written) = (new nint[Blocks], new byte[Size]);
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = Marshal.AllocHGlobal(Size);
            Marshal.Copy(written, 0, blocks[i], Size);
        }
        for (var i = 0; i < Blocks; i++)
            if (i % 100 != 0) Marshal.FreeHGlobal(blocks[i]);
        var before = Environment.WorkingSet;

        MemoryTrimmer.Trim();

        var released = before - Environment.WorkingSet;
        for (var i = 0; i < Blocks; i += 100) Marshal.FreeHGlobal(blocks[i]);
        Assert.IsGreaterThan(Blocks * Size / 2L, released);
    }

    private static bool IsGnu => OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _);
}
