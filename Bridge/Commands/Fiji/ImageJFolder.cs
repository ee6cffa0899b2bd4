namespace FijiBridge.Bridge.Commands.Fiji;

/// <summary>A Fiji or a plain ImageJ on the disk, and where scripts belong in it.</summary>
/// <param name="Path">The folder that the user starts it from, in full.</param>
/// <param name="IsFiji">It has SciJava, and with it menus for Groovy scripts.</param>
internal sealed record ImageJFolder(string Path, bool IsFiji)
{
    /// <summary>Scripts of this folder appear in the menu Plugins > FijiBridge.</summary>
    public string Scripts => IsFiji ? System.IO.Path.Combine(Path, "scripts/Plugins/FijiBridge") : Plugins;

    /// <summary>The folder of the classes that the scripts start belongs in here. Not below those: SciJava makes a menu entry of each script there.</summary>
    public string Plugins => System.IO.Path.Combine(Path, "plugins/FijiBridge");

    public string Toolsets => System.IO.Path.Combine(Path, "macros/toolsets");

    /// <summary>Tells the two apart by what lies in them.</summary>
    /// <exception cref="CommandFailure">It is neither.</exception>
    public static ImageJFolder Find(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(folder)) throw new CommandFailure(ExitCodes.NotInstalled, $"there is no folder {folder}");
        return Candidates(folder).FirstOrDefault(IsImageJ) is { } found
            ? new ImageJFolder(found, GroovyJars(found).Any())
            : throw new CommandFailure(ExitCodes.NotInstalled, $"{folder} is neither a Fiji nor an ImageJ: it has no folder 'plugins'; give the folder named Fiji or Fiji.app that has one");
    }

    // The folder that users unpack may hold Fiji's. On a Mac the Fiji.app inside that is only what starts it.
    private static IEnumerable<string> Candidates(string folder) =>
        [folder, System.IO.Path.Combine(folder, "Fiji"), System.IO.Path.Combine(folder, "Fiji.app"), .. LauncherParent(folder)];

    private static IEnumerable<string> LauncherParent(string folder) =>
        System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(folder)) == "Fiji.app" ? [System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, ".."))] : [];

    private static bool IsImageJ(string folder) => Directory.Exists(System.IO.Path.Combine(folder, "plugins"));

    private static IEnumerable<string> GroovyJars(string folder)
    {
        var jars = System.IO.Path.Combine(folder, "jars");
        return Directory.Exists(jars) ? Directory.EnumerateFiles(jars, "scripting-groovy-*.jar") : [];
    }
}
