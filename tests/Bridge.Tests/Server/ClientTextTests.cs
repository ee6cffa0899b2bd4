using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
public sealed class ClientTextTests
{
    [TestMethod]
    public void Clean_LineBreaksAndEscapes_BecomeBlanks() =>
        Assert.AreEqual("a  [31mb", ClientText.Clean("a\n\u001b[31mb"));

    [TestMethod]
    public void Clean_VeryLong_IsCut() => Assert.AreEqual(123, ClientText.Clean(new string('x', 1_000_000)).Length);
}
