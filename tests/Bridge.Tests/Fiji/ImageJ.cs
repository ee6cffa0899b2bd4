using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using FijiBridge.Bridge.Commands.Fiji;

namespace FijiBridge.Bridge.Tests.Fiji;

/// <summary>
/// Debian's ImageJ on a screen of its own, with a home of its own and the scripts of <c>fiji-macro</c> installed. ImageJ always exits
/// with 0 and an error opens a window that waits: a time limit and the report decide.
/// </summary>
internal sealed class ImageJ : IDisposable
{
    private static readonly ConcurrentDictionary<string, string> CompiledCommands = new();

    public const string Java = "/usr/bin/java", Jar = "/usr/share/java/ij.jar", DebiansGroovy = "/usr/share/java/groovy-all.jar";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();
    private readonly string _groovy;
    private Process? _process;

    /// <summary>Skips the test where ImageJ or the Groovy is not installed.</summary>
    /// <param name="groovy">2: Debian's, as in plain ImageJ; 3 and 4: those of older and newer Fijis.</param>
    public ImageJ(int groovy = 2)
    {
        _groovy = groovy == 2 ? DebiansGroovy : ScriptFolder($"tests/peers/node_modules/groovy{groovy}/lib/java/groovy/lib/");
        foreach (var file in new[] { VirtualScreen.Program, Java, Jar, _groovy })
            if (!Path.Exists(file)) Assert.Inconclusive($"{file} is missing; on Debian: bash tests/install-peers.sh, and npm ci in tests/peers");
        if (groovy != 2) _groovy += "*";
        Installation.CopyTo(new ImageJFolder(_folder.Path, IsFiji: true));
        CopyFolder(CompiledCommands.GetOrAdd(_groovy, Compiled), _folder["plugins"]);
    }

    public string Folder => _folder.Path;

    public bool HasExited => _process!.HasExited;

    /// <summary>A folder of the repository.</summary>
    public static string ScriptFolder(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FijiBridge.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, path);
    }

    /// <summary>Starts a script of the tests inside ImageJ; <see cref="ReportAsync"/> waits for its end.</summary>
    /// <param name="script">Its name in the folder Scripts.</param>
    /// <param name="server">Whom the script is to use, as <c>Checks.server</c>.</param>
    /// <param name="settings">What else it is to know, as system properties <c>fijibridge.KEY</c>.</param>
    /// <param name="environment">Variables of its environment, beside those of the tests.</param>
    /// <param name="batch">As <c>ImageJ -batch</c>, without the window of ImageJ.</param>
    public void Start(string script, Uri server, Dictionary<string, string>? settings = null, Dictionary<string, string>? environment = null, bool batch = false)
    {
        var scripts = ScriptFolder("tests/Bridge.Tests/Fiji/Scripts");
        File.WriteAllText(_folder["checks.ijm"], "run('Run Checks');".Replace('\'', '"'));
        var start = Quiet(Java,
        [
            // Compiling for speed does not pay in some seconds, and the machine has other tests to run.
            "-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", $"-Duser.home={_folder.Path}", $"-Dplugins.dir={_folder.Path}", $"-Dfijibridge.folder={_folder.Path}",
            $"-Dfijibridge.server={server.Authority}", $"-Dfijibridge.checks={Path.Combine(scripts, script)}",
            .. (settings ?? []).Select(pair => $"-Dfijibridge.{pair.Key}={pair.Value}"),
            "-cp", $"{Jar}:{_groovy}", "ij.ImageJ", batch ? "-batch" : "-macro", _folder["checks.ijm"],
        ]);
        foreach (var (name, value) in environment ?? []) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Runs a script in a Java without any screen, as Fiji does when it is headless.</summary>
    /// <param name="script">In the folder Scripts.</param>
    /// <param name="server">Null: the script needs none.</param>
    /// <returns>What it printed.</returns>
    public async Task<string> RunHeadlessAsync(string script, Uri? server = null)
    {
        var scripts = ScriptFolder("tests/Bridge.Tests/Fiji/Scripts");
        var start = Quiet(Java,
        [
            "-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true", $"-Duser.home={_folder.Path}", $"-Dfijibridge.folder={_folder.Path}",
            $"-Dfijibridge.server={server?.Authority}", "-cp", $"{Jar}:{_groovy}:{scripts}", "groovy.ui.GroovyMain", Path.Combine(scripts, script),
        ]);
        start.Environment.Remove("DISPLAY");
        _process = Process.Start(start)!;
        var told = _process.StandardError.ReadToEndAsync();
        var printed = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.AreEqual(0, _process.ExitCode, await told);
        return printed;
    }

    /// <summary>What the script reported, when it has ended.</summary>
    public async Task<JsonElement> ReportAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var error = File.Exists(_folder["error.txt"]) ? await File.ReadAllTextAsync(_folder["error.txt"]) : "";
        Assert.IsTrue(_process.HasExited, $"ImageJ did not end; it reported: {Reported()}");
        Assert.AreEqual("", error);
        return JsonDocument.Parse(Reported()).RootElement;
    }

    /// <summary>Waits until the script says something.</summary>
    public Task UntilAsync(string signal) => UntilAsync(() => File.Exists(_folder[signal]), signal);

    /// <summary>Waits until something has become true while the script runs.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        var waiting = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.IsFalse(waiting.Elapsed > Patience || HasExited, $"ImageJ never came to '{what}'; it reported: {Reported()}");
            await Task.Delay(10);
        }
    }

    /// <summary>Says something to the script.</summary>
    public void Signal(string name) => File.WriteAllText(_folder[name], "");

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
        _process?.Dispose();
        _folder.Dispose();
    }

    private string Reported() => string.Join('\n', new[] { "error.txt", "report.json" }.Where(name => File.Exists(_folder[name])).Select(name => File.ReadAllText(_folder[name])));

    private static ProcessStartInfo Quiet(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = VirtualScreen.Display;
        return start;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string Compiled(string groovy)
    {
        var target = Directory.CreateTempSubdirectory("fijibridge-commands-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(target, recursive: true);
        using var compiler = Process.Start(Quiet(Java, ["-cp", $"{groovy}:{Jar}", "org.codehaus.groovy.tools.FileSystemCompiler",
            "-d", target, Path.Combine(ScriptFolder("tests/Bridge.Tests/Fiji/Scripts"), "Commands.groovy")]))!;
        var told = compiler.StandardError.ReadToEndAsync();
        _ = compiler.StandardOutput.ReadToEndAsync();
        if (!compiler.WaitForExit(Patience)) compiler.Kill(entireProcessTree: true);
        compiler.WaitForExit();
        Assert.AreEqual(0, compiler.ExitCode, told.Result);
        return target;
    }
}
