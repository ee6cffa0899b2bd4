using FijiBridge.Bridge.Commands;

namespace FijiBridge.Bridge.Tests.Commands;

[TestClass]
public sealed class HelpTests
{
    [TestMethod]
    [DataRow("restore", "INPUT OUTPUT --model --server --device --output-type same|float32 --format ome|imagej --parameter --overwrite --json --quiet")]
    [DataRow("models", "list show import export remove --server --json")]
    [DataRow("serve", "--host --grpc-port --web-port --models --spool --device --tls-cert --tls-key [default: 127.0.0.1] [default: 50051] [default: 50052]")]
    [DataRow("evaluate", "--model --pairs --pattern --affine --range --csv --json --server --device --parameter --output-type --overwrite")]
    [DataRow("figure", "--noisy --clean --out --plane --inset --model --server --device --parameter --affine --range --overwrite")]
    [DataRow("simulate", "INPUT OUTPUT --exposure --gain --read-noise --offset --thinning --blur --downsample --stripes --hot-pixels --jpeg --seed --noisy-pair --overwrite --json")]
    [DataRow("simulate cells", "FOLDER --samples --independent --exposures --size --seed")]
    [DataRow("demo", "--out")]
    [DataRow("doctor", "--json")]
    [DataRow("models list", "--server --json")]
    [DataRow("models show", "NAME --server --json")]
    [DataRow("models import", "FILE --server --json")]
    [DataRow("models export", "NAME FILE --server --json")]
    [DataRow("models remove", "NAME --server --json")]
    public async Task Help_OfACommand_ListsTheWordsOfTheContract(string command, string words)
    {
        var run = await Run.Of([.. command.Split(' '), "--help"]);
        Assert.AreEqual(0, run.ExitCode);
        foreach (var word in words.Split(' ')) StringAssert.Contains(run.Out, word);
    }

    [TestMethod]
    public async Task Help_OfTheProgram_ListsTheCommandsAndTheExitCodes()
    {
        var run = await Run.Of("--help");
        Assert.AreEqual(0, run.ExitCode);
        foreach (var command in CommandList.Create().Subcommands) StringAssert.Contains(run.Out, command.Name);
        foreach (var (code, meaning) in ExitCodes.Table) StringAssert.Contains(run.Out, $"{code,3}  {meaning}");
    }

    [TestMethod]
    public void Table_EveryCode_IsThereOnceInAscendingOrder()
    {
        var codes = typeof(ExitCodes).GetFields().Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!);
        CollectionAssert.AreEqual(codes.Order().ToArray(), ExitCodes.Table.Select(row => row.Code).ToArray());
    }

    [TestMethod]
    public void Readme_OfTheBridge_HasTheSameTable()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "FijiBridge.sln"))) folder = Path.GetDirectoryName(folder);
        if (folder is null) Assert.Inconclusive("the tests run outside their checkout");
        var readme = File.ReadAllText(Path.Combine(folder, "Bridge", "README.md"));
        foreach (var (code, meaning) in ExitCodes.Table) StringAssert.Contains(readme, $"| {code} | {meaning} |");
    }
}
