using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>What operators read is what the program does.</summary>
[TestClass]
public sealed class DocumentedOptionsTests
{
    private static readonly string Readme = File.ReadAllText(RepositoryFiles.PathOf("Bridge/README.md"));

    [TestMethod]
    [DataRow(typeof(ServerOptions))]
    [DataRow(typeof(ServerLimits))]
    public void Readme_EveryOption_IsInATable(Type options)
    {
        var missing = options.GetProperties().Select(property => property.Name).Where(name => !Readme.Contains($"`{name}`"));
        Assert.IsEmpty(missing.ToList(), $"Bridge/README.md does not tell: {string.Join(", ", missing)}");
    }

    [TestMethod]
    public void DeployedSettings_AreUnderstoodAndGood()
    {
        var options = ServerConfiguration.Read(RepositoryFiles.PathOf("Bridge/deploy/appsettings.json"), []);
        StringAssert.Contains(options.Complaints().Single(), "tokens.json' does not exist");
    }
}
