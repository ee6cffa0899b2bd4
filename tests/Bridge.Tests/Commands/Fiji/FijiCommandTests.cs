using FijiBridge.Bridge.Commands;

namespace FijiBridge.Bridge.Tests.Commands.Fiji;

[TestClass]
public sealed class FijiCommandTests
{
    [TestMethod]
    public async Task Install_IntoFiji_PutsScriptsWhereItsMenuFindsThem()
    {
        using var folder = Fiji();
        var run = await Run.Of("fiji", "install", folder.Path);
        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        foreach (var name in new[] { "Restore_Image.groovy", "Train_Model.groovy", "Evaluate_Restoration.groovy", "Batch_Restore.ijm" })
            Assert.IsTrue(File.Exists(folder["scripts/Plugins/FijiBridge/" + name]), name);
        foreach (var name in new[] { "start.groovy", "TrainModel.groovy" }) Assert.IsTrue(File.Exists(folder["plugins/FijiBridge/fijibridge/" + name]), name);
        Assert.IsTrue(File.Exists(folder["macros/toolsets/FijiBridge.ijm"]));
        Assert.IsTrue(File.Exists(File.ReadAllText(folder["scripts/Plugins/FijiBridge/program.txt"]).Trim()));
        Assert.AreEqual(ExitCodes.Done, (await Run.Of("fiji", "check", folder.Path)).ExitCode);
    }

    // SciJava makes a menu entry of every script below a folder of "scripts".
    [TestMethod]
    public async Task Install_IntoFiji_MakesNoMenuEntryOfWhatIsNoCommand()
    {
        using var folder = Fiji();
        folder.Write("scripts/Plugins/FijiBridge/fijibridge/TrainModel.groovy");
        folder.Write("scripts/Plugins/FijiBridge/fijibridge/Mine.groovy");
        var before = await Run.Of("fiji", "check", folder.Path);
        StringAssert.Contains(before.Out, "in the wrong place, where Fiji makes a menu entry of it: " + folder["scripts/Plugins/FijiBridge/fijibridge/TrainModel.groovy"]);

        await Run.Of("fiji", "install", folder.Path);

        CollectionAssert.AreEquivalent(new[] { "Restore_Image.groovy", "Train_Model.groovy", "Evaluate_Restoration.groovy", "Mine.groovy" },
            Directory.GetFiles(folder["scripts"], "*.groovy", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray());
        Assert.AreEqual(ExitCodes.Done, (await Run.Of("fiji", "check", folder.Path)).ExitCode);
        File.Delete(folder["scripts/Plugins/FijiBridge/fijibridge/Mine.groovy"]);
        folder.Write("scripts/Plugins/FijiBridge/fijibridge/Command.groovy");
        await Run.Of("fiji", "install", folder.Path);
        Assert.IsFalse(Directory.Exists(folder["scripts/Plugins/FijiBridge/fijibridge"]));
    }

    [TestMethod]
    [DataRow("Fiji", "")]
    [DataRow("Fiji.app", "")]
    [DataRow("", "Fiji.app")]
    public async Task Install_IntoTheFolderAroundFijisOrItsLauncher_FindsFijis(string inside, string launcher)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder[Path.Combine(inside, "plugins")]);
        Directory.CreateDirectory(folder[Path.Combine(inside, launcher, "Contents")]);
        folder.Write(Path.Combine(inside, "jars/scripting-groovy-1.0.0.jar"));

        var run = await Run.Of("fiji", "install", folder[launcher]);

        Assert.AreEqual(ExitCodes.Done, run.ExitCode, run.Error);
        Assert.IsTrue(File.Exists(folder[Path.Combine(inside, "scripts/Plugins/FijiBridge/Restore_Image.groovy")]));
    }

    [TestMethod]
    public async Task Install_IntoPlainImageJ_LeavesTheGroovyScriptsOut()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["plugins"]);
        Assert.AreEqual(ExitCodes.Done, (await Run.Of("fiji", "install", folder.Path)).ExitCode);
        Assert.IsTrue(File.Exists(folder["plugins/FijiBridge/Batch_Restore.ijm"]));
        Assert.IsFalse(Directory.Exists(folder["scripts"]));
        Assert.IsFalse(File.Exists(folder["plugins/FijiBridge/Restore_Image.groovy"]));
    }

    [TestMethod]
    public async Task Check_FilesAreMissingAndChanged_NamesEachAndTheWayOut()
    {
        using var folder = Fiji();
        await Run.Of("fiji", "install", folder.Path);
        File.Delete(folder["macros/toolsets/FijiBridge.ijm"]);
        File.AppendAllText(folder["scripts/Plugins/FijiBridge/Batch_Restore.ijm"], "// mine");
        File.WriteAllText(folder["scripts/Plugins/FijiBridge/program.txt"], folder["gone/fijibridge"]);
        var run = await Run.Of("fiji", "check", folder.Path);
        Assert.AreEqual(ExitCodes.NotInstalled, run.ExitCode);
        StringAssert.Contains(run.Out, "missing: " + folder["macros/toolsets/FijiBridge.ijm"]);
        StringAssert.Contains(run.Out, "changed: " + folder["scripts/Plugins/FijiBridge/Batch_Restore.ijm"]);
        StringAssert.Contains(run.Out, "look for the program at " + folder["gone/fijibridge"]);
        StringAssert.Contains(run.Out, "fijibridge fiji install");
    }

    [TestMethod]
    public async Task Install_IntoAnotherFolder_SaysWhatIsMissingThere()
    {
        using var folder = new TemporaryFolder();
        var run = await Run.Of("fiji", "install", folder.Path);
        Assert.AreEqual(ExitCodes.NotInstalled, run.ExitCode);
        StringAssert.Contains(run.Error, "neither a Fiji nor an ImageJ");
        StringAssert.Contains((await Run.Of("fiji", "check", folder["nowhere"])).Error, "there is no folder");
        Assert.IsEmpty(folder.Names);
    }

    private static TemporaryFolder Fiji()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["plugins"]);
        folder.Write("jars/scripting-groovy-1.0.0.jar");
        return folder;
    }
}
