using System.IO.Compression;
using System.Text.RegularExpressions;
using FijiBridge.Engine.Models;
using FijiBridge.Protos.V1;
using Google.Protobuf;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>Models as zips, and how they are sent.</summary>
internal static class ModelZip
{
    /// <summary>The built-in Gaussian under another name, without the hash of its network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">What becomes of each file; null: nothing.</param>
    /// <param name="more">Further files.</param>
    public static byte[] Smooth(string name, Func<string, byte[], byte[]>? change = null, params (string Name, byte[] Content)[] more)
    {
        var folder = Path.Combine(ModelCatalog.BuiltInFolder, "smooth");
        var rdf = Regex.Replace(File.ReadAllText(Path.Combine(folder, "rdf.yaml")), @"(?m)^(name|id): .*$", $"$1: {name}");
        rdf = Regex.Replace(rdf, "sha256: [0-9a-f]{64},?", "");
        (string Name, byte[] Content)[] files = [("rdf.yaml", System.Text.Encoding.UTF8.GetBytes(rdf)), .. Others(folder), .. more];
        return Of([.. files.Select(file => (file.Name, change?.Invoke(file.Name, file.Content) ?? file.Content))]);
    }

    public static byte[] Of(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static async Task<ModelInfo> ImportAsync(Models.ModelsClient models, byte[] zip)
    {
        using var call = models.ImportModel();
        foreach (var chunk in zip.Chunk(64 << 10))
            await call.RequestStream.WriteAsync(new ModelChunk { Data = ByteString.CopyFrom(chunk) });
        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }

    private static IEnumerable<(string Name, byte[] Content)> Others(string folder) => Directory.EnumerateFiles(folder)
        .Where(file => Path.GetFileName(file) != "rdf.yaml").Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)));
}
