using System.Text.Json;
using FijiBridge.Bridge.Tests.Server;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>
/// Restore Image and a server that lets nobody in without a token, behind a certificate that it made itself: one sentence in the Log for whoever lacks one of
/// the two, and a result for whoever has FIJIBRIDGE_TOKEN and FIJIBRIDGE_SERVER_FINGERPRINT in the environment.
/// </summary>
[TestClass]
public sealed class RestoreAccessTests : ServerTest
{
    private const int JobReceived = 201;

    private static readonly Dictionary<string, string[]> Sentences = new()
    {
        ["noToken"] = ["This server asks for a token", "FIJIBRIDGE_TOKEN"],
        ["wrongToken"] = ["The token is not one of this server"],
        ["noFingerprint"] = ["No secure connection to https://", "this computer does not trust its certificate", "FIJIBRIDGE_SERVER_FINGERPRINT"],
        ["wrongFingerprint"] = ["No secure connection to https://", "the certificate is not the one with the fingerprint that was given"],
    };

    [TestMethod]
    public async Task RestoreImage_ServerThatAsksForTokenAndFingerprint_WorksWithBothAndTellsWhatIsMissing()
    {
        using var imageJ = new ImageJ();
        var token = Token("anna");
        await StartAsync(FakeRestorations.Copy, Options with { TlsAuto = true, TokensFile = TokensFile });
        imageJ.Start("access.groovy", Server.WebAddress, environment: new()
        {
            ["FIJIBRIDGE_TOKEN"] = token, ["FIJIBRIDGE_SERVER_FINGERPRINT"] = Server.Fingerprint!.ToString(),
        });
        var report = await imageJ.ReportAsync();
        foreach (var (name, sentences) in Sentences) AssertTold(report.GetProperty(name), name, sentences);
        var right = report.GetProperty("right");
        Assert.IsTrue(right.GetProperty("wentOn").GetBoolean(), right.GetRawText());
        StringAssert.Contains(right.GetProperty("log").GetString(), "cells-restored");
        Assert.AreEqual(1, Log.Count(JobReceived));
        var asked = report.GetProperty("asked");
        Assert.IsTrue(asked.GetProperty("hidden").GetBoolean(), "the token can be read on the screen");
        Assert.AreEqual("fjb_secret", asked.GetProperty("remembered").GetString());
        Assert.IsFalse(asked.GetProperty("recorded").GetString()!.Contains("fjb_secret", StringComparison.Ordinal), asked.GetRawText());
    }

    private static void AssertTold(JsonElement run, string name, string[] sentences)
    {
        var log = run.GetProperty("log").GetString()!;
        foreach (var sentence in sentences) StringAssert.Contains(log, sentence, name);
        Assert.HasCount(1, log.Trim().Split('\n'), $"{name}: {log}");
        StringAssert.StartsWith(log, "Restore Image: ", name);
        Assert.IsFalse(run.GetProperty("wentOn").GetBoolean(), $"{name}: the macro went on");
        Assert.AreEqual(0, run.GetProperty("windows").GetArrayLength(), $"{name}: a dialog waits");
    }
}
