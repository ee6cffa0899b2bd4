namespace FijiBridge.Bridge.Tests;

/// <summary>Files of the repository that are no code.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(string name) => Path.Combine(Root, name);

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "FijiBridge.sln"))
        ? folder
        : FindRoot(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("the tests do not lie inside the repository"));
}
