using System.ComponentModel;
using System.Diagnostics;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Engine.Tests.Inference;

[TestClass]
public sealed class DeviceMemoryTests
{
    /// <summary>Stands in for the driver's library on machines without a card: two cards, the second with 5 of 8 GB used.</summary>
    private const string Driver = """
        typedef struct { unsigned long long total, free, used; } memory;
        int nvmlInit_v2(void) { return 0; }
        int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) { if (index > 1) return 2; *device = (void*)(unsigned long)(index + 100); return 0; }
        int nvmlDeviceGetMemoryInfo(void* device, memory* told)
        {
            if (device != (void*)101) return 3;
            told->total = 8000000000ull; told->free = 3000000000ull; told->used = 5000000000ull;
            return 0;
        }
        """;

    [TestMethod]
    public void Of_TheProcessor_IsThatOfThisProcess()
    {
        var memory = DeviceMemory.Of(new DeviceReport(DeviceKind.Cpu, "test", true, ""))!.Value;
        Assert.IsGreaterThan(10L << 20, memory.Used);
        Assert.IsLessThan(memory.Total, memory.Used);
    }

    [TestMethod]
    public void Of_ADeviceThatDoesNotTell_IsNull() => Assert.IsNull(DeviceMemory.Of(new DeviceReport(DeviceKind.WebGpu, "test", true, "")));

    [TestMethod]
    public void Read_OfNvidiaCards_IsWhatTheDriverTells()
    {
        var folder = Directory.CreateTempSubdirectory();
        var library = NvidiaMemory.Load(CompiledOrSkip(folder));
        Assert.AreEqual(new DeviceMemory(5_000_000_000, 8_000_000_000), NvidiaMemory.Read(library, 1));
        Assert.IsNull(NvidiaMemory.Read(library, 0), "it fails");
        Assert.IsNull(NvidiaMemory.Read(library, 2), "there is none");
        Assert.IsNull(NvidiaMemory.Read(NvidiaMemory.Load("no-such-library"), 1));
        folder.Delete(true);
    }

    [TestMethod]
    [DataRow(1, null, 1)]
    [DataRow(1, "0, 3", 3)]
    [DataRow(2, "0,3", null)]
    [DataRow(0, "GPU-4f1c", null)]
    public void DriversNumber_OfACard_FollowsTheEnvironment(int card, string? visible, int? expected) =>
        Assert.AreEqual(expected, NvidiaAdapter.DriversNumber(card, visible));

    private static string CompiledOrSkip(DirectoryInfo folder)
    {
        var (source, library) = (Path.Combine(folder.FullName, "driver.c"), Path.Combine(folder.FullName, "driver.so"));
        File.WriteAllText(source, Driver);
        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-o", library, source]);
            compiler.WaitForExit();
            Assert.AreEqual(0, compiler.ExitCode);
        }
        catch (Win32Exception missing)
        {
            Assert.Inconclusive($"there is no C compiler: {missing.Message}");
        }
        return library;
    }
}
