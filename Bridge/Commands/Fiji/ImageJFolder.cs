namespace FijiBridge.Bridge.Commands.Fiji;

/// <summary>A Fiji or a plain ImageJ on the disk, and where scripts belong in it.</summary>
/// <param name="Path">The folder that the user starts it from, in full.</param>
/// <param name="IsFiji">It has SciJava, and with it menus for Groovy scripts.</param>
internal sealed record ImageJFolder(string Path, bool IsFiji)
{
    /// <summary>Scripts of this folder appear in the menu Plugins > FijiBridge.</summary>
    public string Scripts => System.IO.Path.Combine(Path, IsFiji ? "scripts/Plugins/FijiBridge" : "plugins/FijiBridge");

    public string Toolsets => System.IO.Path.Combine(Path, "macros/toolsets");

    /// <summary>Tells the two apart by what lies in them.</summary>
    /// <exception cref="CommandFailure">It is neither.</exception>
    public static ImageJFolder Find(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(folder)) throw new CommandFailure(ExitCodes.NotInstalled, $"there is no folder {folder}");
        // The folder that users unpack may hold the Fiji.app.
        if (!IsImageJ(folder) && Directory.Exists(System.IO.Path.Combine(folder, "Fiji.app"))) folder = System.IO.Path.Combine(folder, "Fiji.app");
        if (!IsImageJ(folder))
            throw new CommandFailure(ExitCodes.NotInstalled, $"{folder} is neither a Fiji nor an ImageJ: it has no folder 'plugins'; give the folder that Fiji is started from, usually named Fiji.app");
        return new ImageJFolder(folder, GroovyJars(folder).Any());
    }

    private static bool IsImageJ(string folder) => Directory.Exists(System.IO.Path.Combine(folder, "plugins"));

    private static IEnumerable<string> GroovyJars(string folder)
    {
        var jars = System.IO.Path.Combine(folder, "jars");
        return Directory.Exists(jars) ? Directory.EnumerateFiles(jars, "scripting-groovy-*.jar") : [];
    }
}
