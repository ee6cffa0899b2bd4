using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Tests.Inference;

[TestClass]
public sealed class OnnxRuntimeTests
{
    /// <summary>restored = image * gain + offset, opset 18, written with Python's onnx package.</summary>
    private const string AffineModel =
        "CAgSADqkAQoVCgVpbWFnZQoEZ2FpbhIBbSIDTXVsChoKAW0KBm9mZnNldBIIcmVzdG9yZWQiA0FkZBIGYWZmaW5lWiAKBWltYWdlEhcKFQgBEhEKAxIB" +
        "bgoCCAEKAggECgIIBFoOCgRnYWluEgYKBAgBEgBaEAoGb2Zmc2V0EgYKBAgBEgBiIwoIcmVzdG9yZWQSFwoVCAESEQoDEgFuCgIIAQoCCAQKAggEQgQKABAS";

    [TestMethod]
    public void Run_TinyModel_ComputesWhatTheModelSays()
    {
        using var session = new InferenceSession(Convert.FromBase64String(AffineModel));
        using var image = OrtValue.CreateTensorValueFromMemory(Enumerable.Range(0, 16).Select(i => (float)i).ToArray(), [1, 1, 4, 4]);
        using var gain = OrtValue.CreateTensorValueFromMemory(new[] { 2f }, []);
        using var offset = OrtValue.CreateTensorValueFromMemory(new[] { 3f }, []);
        using var options = new RunOptions();
        using var results = session.Run(options, ["image", "gain", "offset"], [image, gain, offset], ["restored"]);
        CollectionAssert.AreEqual(Enumerable.Range(0, 16).Select(i => 2f * i + 3f).ToArray(), results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [TestMethod]
    public void NativeLibrary_ThatWasCopied_HasTheVersionOfTheManagedSources() =>
        Assert.AreEqual("1.29.0", OrtEnv.Instance().GetVersionString());
}
