using System.Runtime.InteropServices;
using System.Text.Json;
using FijiBridge.Bridge.Commands;
using FijiBridge.Bridge.Commands.Doctor;
using FijiBridge.Engine.Inference;

namespace FijiBridge.Bridge.Tests.Commands.Doctor;

[TestClass]
public sealed class DoctorCommandTests
{
    private static readonly Diagnosis Sick = new(
        [
            new DeviceReport(DeviceKind.WebGpu, "no graphics card", false, "there is no Vulkan driver: install one"),
            new DeviceReport(DeviceKind.Cpu, "A processor", true, "", 3.14159),
        ],
        DeviceKind.Cpu,
        new FolderState("/spool", 5_000_000_000, null),
        new FolderState("/models", 0, "read-only file system"));

    [TestMethod]
    public void Text_OfADiagnosis_TellsWhatRanHowFastAndWhatIsMissing()
    {
        var output = new StringWriter();
        DiagnosisText.Write(output, Sick);
        var lines = output.ToString().Split(Environment.NewLine);
        CollectionAssert.IsSubsetOf(
            new[]
            {
                "DEVICE  RAN  MPIXEL/S  NAME",
                "webgpu  no   -         no graphics card",
                "cpu     yes  3.14      A processor",
                "webgpu: there is no Vulkan driver: install one",
                "Restoring uses cpu unless --device names another.",
                "spool        /spool, 5.00 GB free",
                "models       /models cannot be written: read-only file system",
            },
            lines);
    }

    [TestMethod]
    public void Json_OfADiagnosis_HasTheNamesOfTheContract()
    {
        var json = DiagnosisJson.Of(Sick);
        Assert.AreEqual("versions devices spool models", string.Join(' ', json.Select(pair => pair.Key)));
        Assert.AreEqual(
            """{"kind":"cpu","name":"A processor","works":true,"in_use":true,"megapixels_per_second":3.142,"reason":""}""",
            json["devices"]![1]!.ToJsonString());
        Assert.AreEqual("""{"folder":"/models","free_bytes":0,"writable":false}""", json["models"]!.ToJsonString());
    }

    [TestMethod]
    public async Task Doctor_OnThisMachine_HasRunTheProcessor()
    {
        var run = await Run.Of("doctor", "--json");
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        using var json = JsonDocument.Parse(run.Out);
        var cpu = Device(json, "cpu");
        Assert.IsTrue(cpu.GetProperty("works").GetBoolean());
        Assert.IsGreaterThan(0, cpu.GetProperty("megapixels_per_second").GetDouble());
        StringAssert.StartsWith(json.RootElement.GetProperty("versions").GetProperty("onnxruntime").GetString(), "1.");
    }

    [TestMethod]
    public async Task Doctor_WhereChromiumBringsASoftwareCard_HasRunWebGpu()
    {
        if (!File.Exists("/usr/lib/chromium/vk_swiftshader_icd.json") || !NativeLibrary.TryLoad("libvulkan.so.1", out _))
            Assert.Inconclusive("Debian's chromium and libvulkan1 are not installed");
        var run = await Run.Of("doctor", "--json");
        using var json = JsonDocument.Parse(run.Out);
        Assert.IsTrue(Device(json, "webgpu").GetProperty("works").GetBoolean(), run.Out);
    }

    private static JsonElement Device(JsonDocument json, string kind) =>
        json.RootElement.GetProperty("devices").EnumerateArray().Single(device => device.GetProperty("kind").GetString() == kind);
}
