using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace FijiBridge.Engine.Training;

/// <summary>
/// The state of a training on disk: a line of JSON, the vectors as float32 (little-endian), and the SHA-256 of everything
/// before it. Written beside its place, flushed to the disk, then moved: a reader sees the old one or the new one.
/// </summary>
internal static class Checkpoint
{
    private const int Version = 1;

    private sealed record Header(int Version, string Fingerprint, int Weights, TrainingCounters Counters);

    public static void Write(string path, TrainingState state, string fingerprint)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(Version, fingerprint, state.Weights.Length, state.Counters));
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            void Put(ReadOnlySpan<byte> bytes)
            {
                hash.AppendData(bytes);
                file.Write(bytes);
            }

            Put(header);
            Put("\n"u8);
            foreach (var vector in state.Vectors) Put(MemoryMarshal.AsBytes(vector.AsSpan()));
            file.Write(hash.GetHashAndReset());
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    /// <exception cref="EngineFailure">DataLoss: the file is damaged; BadRequest: it belongs to a training with other settings.</exception>
    public static TrainingState Read(string path, string fingerprint, int weights)
    {
        var bytes = File.ReadAllBytes(path);
        var content = bytes.AsSpan(0, Math.Max(0, bytes.Length - SHA256.HashSizeInBytes));
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
            throw Refuse("is damaged, so that it cannot go on; begin it anew", FailureKind.DataLoss);
        var end = content.IndexOf((byte)'\n');
        var header = JsonSerializer.Deserialize<Header>(content[..end])!;
        if (header.Version != Version) throw Refuse($"was written by another version of this program (state {header.Version}; this one reads {Version}); go on with that version, or begin anew");
        if (header.Fingerprint != fingerprint || header.Weights != weights)
            throw Refuse($"belongs to a training with other settings or images; go on with those, or begin anew. It was written with: {header.Fingerprint}");
        return State(MemoryMarshal.Cast<byte, float>(content[(end + 1)..].ToArray()), header);
    }

    private static TrainingState State(ReadOnlySpan<float> data, Header header)
    {
        var vectors = new float[5][];
        for (var i = 0; i < vectors.Length; i++) vectors[i] = data.Slice(i * header.Weights, header.Weights).ToArray();
        return new TrainingState(vectors[0], vectors[1], vectors[2], vectors[3], vectors[4]) { Counters = header.Counters };
    }

    // Whoever reads it may train on a server, whose files are not theirs: no file is named.
    private static EngineFailure Refuse(string why, FailureKind kind = FailureKind.BadRequest) => new(kind, $"The saved state of this training {why}.");
}
