using FijiBridge.Bridge.Commands;

namespace FijiBridge.Bridge.Tests.Commands;

/// <summary>Words where a number belongs.</summary>
[TestClass]
public sealed class NumberOptionTests
{
    [TestMethod]
    [DataRow("simulate in.tif out.tif --stripes wide", "--stripes wide: write a number, with a point before decimals")]
    [DataRow("simulate in.tif out.tif --exposure 0,1", "--exposure 0,1: write a number, with a point before decimals")]
    [DataRow("simulate in.tif out.tif --seed x", "--seed x: write a whole number")]
    [DataRow("simulate cells folder --samples few", "--samples few: write a whole number")]
    [DataRow("evaluate --model smooth --pairs p.csv --range all", "--range all: write a number")]
    [DataRow("figure --model smooth --noisy n.tif --clean c.tif --out f.png --plane first", "--plane first: write a whole number")]
    [DataRow("token create anna --days many", "--days many: write a whole number")]
    [DataRow("train --pairs p --minutes ten", "--minutes ten: write a number")]
    [DataRow("train --pairs p --minutes 2,5", "--minutes 2,5: write a number")]
    [DataRow("serve --grpc-port any", "--grpc-port any: write a whole number")]
    public async Task Options_AWordForANumber_IsToldInOneSentence(string line, string sentence)
    {
        var run = await Run.Of(line.Split(' '));

        Assert.AreEqual(ExitCodes.WrongUsage, run.ExitCode, run.Error);
        StringAssert.StartsWith(run.Error, "fijibridge: " + sentence);
        Assert.HasCount(1, run.Error.TrimEnd().Split('\n'));
    }
}
