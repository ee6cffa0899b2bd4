using FijiBridge.Protos.V1;
using Google.Protobuf;

namespace FijiBridge.Protos.Tests;

[TestClass]
public sealed class ContractTests
{
    [TestMethod]
    public void RestoreRequest_Header_SurvivesTheWire()
    {
        var sent = new RestoreRequest { Header = new RestoreHeader { Settings = new RestoreSettings { Model = "smooth" } } };
        sent.Header.Settings.Parameters["sigma"] = 1.5;
        Assert.AreEqual(sent, RestoreRequest.Parser.ParseFrom(sent.ToByteArray()));
    }
}
