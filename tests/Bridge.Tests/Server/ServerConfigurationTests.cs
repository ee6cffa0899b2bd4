using FijiBridge.Bridge.Server;

namespace FijiBridge.Bridge.Tests.Server;

[TestClass]
[DoNotParallelize]
public sealed class ServerConfigurationTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Read_Nothing_IsTheDefaultsAndJobsAreKept() => Assert.AreEqual(new ServerOptions { KeepsJobs = true }, ServerConfiguration.Read(null, []));

    [TestMethod]
    public void Read_FileEnvironmentAndFlags_TheLaterWins()
    {
        var file = Write("""{"FijiBridge": {"Host": "10.0.0.1", "GrpcPort": 1, "WebPort": 1, "Limits": {"MaxJobs": 7, "LostClientTime": "01:00:00"}}, "Logging": {}}""");
        using var variables = new Variables(("FIJIBRIDGE_SERVE_GRPCPORT", "2"), ("FIJIBRIDGE_SERVE_WEBPORT", "2"), ("FIJIBRIDGE_SERVE_LIMITS__MAXPLANES", "9"));
        var options = ServerConfiguration.Read(file, [new("WebPort", "3"), new("TlsAuto", "True")]);
        Assert.AreEqual(("10.0.0.1", 1 + 1, 3, true), (options.Host, options.GrpcPort, options.WebPort, options.TlsAuto));
        Assert.AreEqual((7, 9L, TimeSpan.FromHours(1)), (options.Limits.MaxJobs, options.Limits.MaxPlanes, options.Limits.LostClientTime));
        Assert.AreEqual(new ServerLimits().MaxUploadBytes, options.Limits.MaxUploadBytes);
    }

    [TestMethod]
    [DataRow("""{"FijiBridge": {"Limits": {"MaxJob": 7}}}""", "MaxJob")]
    [DataRow("""{"FijiBridge": {"Hots": "x"}}""", "Hots")]
    [DataRow("""{"FijiBridge": {"GrpcPort": "many"}}""", "GrpcPort")]
    [DataRow("""{"FijiBridge": {"Limits": {"LostClientTime": "soon"}}}""", "LostClientTime")]
    [DataRow("{", "options.json")]
    public void Read_MisspeltOrMisfit_IsToldByName(string json, string expected)
    {
        var failure = Assert.ThrowsExactly<ArgumentException>(() => ServerConfiguration.Read(Write(json), []));
        StringAssert.Contains(failure.Message, expected);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [TestMethod]
    public void Read_NamedFileThatIsMissing_IsTold() =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => ServerConfiguration.Read(_folder["none.json"], [])).Message, "none.json");

    private string Write(string json)
    {
        File.WriteAllText(_folder["options.json"], json);
        return _folder["options.json"];
    }

    private sealed class Variables : IDisposable
    {
        private readonly (string Name, string Value)[] _variables;

        public Variables(params (string Name, string Value)[] variables)
        {
            _variables = variables;
            foreach (var (name, value) in variables) Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose()
        {
            foreach (var (name, _) in _variables) Environment.SetEnvironmentVariable(name, null);
        }
    }
}
