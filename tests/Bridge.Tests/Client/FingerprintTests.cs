using FijiBridge.Bridge.Client;

namespace FijiBridge.Bridge.Tests.Client;

[TestClass]
public sealed class FingerprintTests
{
    private const string Digits = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

    [TestMethod]
    public void Parse_WithAndWithoutColons_IsTheSame()
    {
        var printed = Fingerprint.Parse(Digits).ToString();
        Assert.StartsWith("00:11:22:33", printed);
        Assert.AreEqual(printed, Fingerprint.Parse(printed).ToString());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("00:11")]
    [DataRow("g0112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF")]
    public void Parse_SomethingElse_IsToldInASentence(string text) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Fingerprint.Parse(text)).Message, "64 hexadecimal digits");
}
