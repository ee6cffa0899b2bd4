namespace FijiBridge.Bridge.Tests;

/// <summary>Keeps the tests, and the programs that they start, away from the models and the spool of whoever runs them.</summary>
[TestClass]
public sealed class UserData
{
    private static readonly TemporaryFolder Folder = new();

    [AssemblyInitialize]
    public static void Redirect(TestContext context) => Environment.SetEnvironmentVariable("XDG_DATA_HOME", Folder.Path);

    [AssemblyCleanup]
    public static void Delete() => Folder.Dispose();
}
