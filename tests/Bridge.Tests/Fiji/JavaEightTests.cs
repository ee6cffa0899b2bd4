using System.Diagnostics;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>Older Fijis run on Java 8: every member of the Java platform that the scripts' compiled classes call must be there already.</summary>
[TestClass]
public sealed class JavaEightTests
{
    private const string Javac = "/usr/bin/javac";

    [TestMethod]
    public void Scripts_CallsOfThePlatform_AllExistInJava8()
    {
        var lines = Check([.. Directory.EnumerateFiles(ImageJ.ScriptFolder("fiji-macro"), "*.groovy", SearchOption.AllDirectories)]);
        Assert.HasCount(1, lines, string.Join('\n', lines));
        Assert.IsGreaterThan(200, int.Parse(lines[0].Split(' ')[0]), "members were looked at");
    }

    [TestMethod]
    public void Check_CallsOfNewerJava_AreNamed()
    {
        using var folder = new TemporaryFolder();
        var newer = folder.Write("Newer.groovy", "@groovy.transform.CompileStatic class Newer { Object call() { ' '.isBlank(); Math.floorMod(5L, 3); Math.floorMod(5L, 3L); ' '.trim() } }"u8.ToArray());
        CollectionAssert.IsSubsetOf(new[] { "java/lang/String.isBlank[]", "java/lang/Math.floorMod[long, int]" }, Check(newer));
        Assert.HasCount(3, Check(newer));
    }

    private static string[] Check(params string[] scripts)
    {
        foreach (var file in new[] { ImageJ.Java, ImageJ.Jar, ImageJ.DebiansGroovy, Javac })
            if (!File.Exists(file)) Assert.Inconclusive($"{file} is missing, which knows what was in Java 8; on Debian: bash tests/install-peers.sh");
        using var classes = new TemporaryFolder();
        string[] arguments =
            ["-cp", $"{ImageJ.DebiansGroovy}:{ImageJ.Jar}", "groovy.ui.GroovyMain", ImageJ.ScriptFolder("tests/Bridge.Tests/Fiji/Scripts/java8.groovy"), classes.Path, .. scripts];
        using var check = Process.Start(new ProcessStartInfo(ImageJ.Java, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var told = check.StandardError.ReadToEndAsync();
        var lines = check.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        check.WaitForExit();
        Assert.AreEqual(0, check.ExitCode, told.Result);
        return lines;
    }
}
