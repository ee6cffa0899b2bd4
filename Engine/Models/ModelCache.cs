using System.Collections.Concurrent;

namespace FijiBridge.Engine.Models;

/// <summary>Remembers opened models as long as their files do not change: hashing large networks at every listing would be slow.</summary>
internal sealed class ModelCache
{
    private readonly ConcurrentDictionary<string, (string Stamp, InstalledModel Model)> _models = new();

    public InstalledModel Open(string folder, bool builtIn)
    {
        var stamp = Stamp(folder);
        if (_models.TryGetValue(folder, out var known) && known.Stamp == stamp) return known.Model;
        var model = ModelFolder.Open(folder, builtIn);
        _models[folder] = (stamp, model);
        return model;
    }

    private static string Stamp(string folder) =>
        string.Join('|', new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
        .OrderBy(file => file.FullName, StringComparer.Ordinal).Select(file => $"{file.FullName}:{file.Length}:{file.LastWriteTimeUtc.Ticks}"));
}
