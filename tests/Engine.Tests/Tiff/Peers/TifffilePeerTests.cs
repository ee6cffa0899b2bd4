using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Tests.Tiff.Peers;

/// <summary>python3-tifffile writes what we read, and reads what we write.</summary>
[TestClass]
public sealed class TifffilePeerTests
{
    private const string Python = "/usr/bin/python3";
    private static readonly StackShape Shape = new(23, 19, channels: 2, slices: 4, frames: 3);

    private string _folder = "";

    [TestInitialize]
    public void Prepare()
    {
        PeerProcess.Require(Python, "/usr/lib/python3/dist-packages/tifffile/__init__.py");
        _folder = Directory.CreateTempSubdirectory("fijibridge-tifffile").FullName;
    }

    [TestCleanup]
    public void CleanUp()
    {
        if (_folder.Length > 0) Directory.Delete(_folder, recursive: true);
    }

    [TestMethod]
    public void Open_FilesThatTifffileWrote_HaveItsShapeAndPixels()
    {
        var told = Lines(Tifffile("write", _folder)).ToList();
        Assert.IsGreaterThan(30, told.Count);
        foreach (var file in told)
        {
            using var reader = TiffPlaneReader.Open((string)file["file"]!);
            var (shape, name) = (reader.Shape, Path.GetFileName((string)file["file"]!));
            Assert.AreEqual(file["shape"]!.ToJsonString(), $"[{shape.Frames},{shape.Slices},{shape.Channels},{shape.Height},{shape.Width}]", name);
            if ((string)file["dtype"]! == "float16") continue;
            Assert.AreEqual((string)file["dtype"]!, reader.PixelType.ToString().ToLowerInvariant(), name);
            Assert.AreEqual((string)file["sha1"]!, Digest(reader), name);
        }
    }

    [TestMethod]
    public void WritePlane_EveryKindOfFile_IsReadByTifffile()
    {
        var expected = new Dictionary<string, (PixelType Type, TiffWriterOptions Options)>();
        foreach (var type in Enum.GetValues<PixelType>())
            foreach (var options in EveryOption())
                expected[Write(type, options)] = (type, options);
        var told = Lines(Tifffile("read", null, string.Join('\n', expected.Keys) + "\n")).ToDictionary(file => (string)file["file"]!);
        foreach (var (path, (type, options)) in expected)
        {
            var file = told[path];
            using var reader = TiffPlaneReader.Open(path);
            Assert.AreEqual("[3,4,2,19,23]", file["shape"]!.ToJsonString(), path);
            Assert.AreEqual("TZCYX", (string)file["axes"]!, path);
            Assert.AreEqual(type.ToString().ToLowerInvariant(), (string)file["dtype"]!, path);
            Assert.AreEqual(Digest(reader), (string)file["sha1"]!, path);
            Assert.AreEqual(options.AlwaysBigTiff, (bool)file["bigtiff"]!, path);
        }
    }

    [TestMethod]
    public void Open_MicroscopyDataSet_AgreesWithTifffile()
    {
        var folder = DataFolder() ?? "";
        if (folder.Length == 0) Assert.Inconclusive("../shared/data is not there");
        var paths = File.ReadLines(Path.Combine(folder, "manifest.csv")).Skip(1).Select(line => Path.Combine(folder, line.Split(',')[0]))
            .Where(path => Path.GetExtension(path).ToUpperInvariant() is ".TIF" or ".TIFF").ToList();
        foreach (var file in Lines(Tifffile("read", null, string.Join('\n', paths) + "\n")))
        {
            using var reader = TiffPlaneReader.Open((string)file["file"]!);
            Assert.AreEqual((string)file["sha1"]!, Digest(reader), (string)file["file"]!);
        }
    }

    private static IEnumerable<TiffWriterOptions> EveryOption() =>
    [
        new(),
        new() { AlwaysBigTiff = true },
        new() { Compression = TiffCompression.Deflate },
        new() { Format = TiffFormat.ImageJ },
        new() { Format = TiffFormat.ImageJ, Compression = TiffCompression.Deflate },
    ];

    private string Write(PixelType type, TiffWriterOptions options)
    {
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{type}_{options.Format}_{options.Compression}_{options.AlwaysBigTiff}.tif"));
        using var stream = File.Create(path);
        Stacks.WriteTo(stream, Shape, type, null, options);
        return path;
    }

    private static string Tifffile(string verb, string? folder, string input = "") =>
        PeerProcess.Run(Python, [Path.Combine(PeerProcess.Scripts(), "tifffile_peer.py"), verb, .. folder is null ? Array.Empty<string>() : [folder]], input);

    private static IEnumerable<JsonObject> Lines(string output) =>
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonObject>(line)!);

    /// <summary>SHA-1 of all planes in XYCZT order, which is numpy's order of an array TZCYX.</summary>
    private static string Digest(TiffPlaneReader reader)
    {
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        foreach (var index in reader.Shape.Planes()) sha1.AppendData(reader.ReadPlane(index).Pixels);
        return Convert.ToHexString(sha1.GetHashAndReset()).ToLowerInvariant();
    }

    private static string? DataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "..", "shared", "data", "manifest.csv"))) return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
        return null;
    }
}
