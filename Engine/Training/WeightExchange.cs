using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FijiBridge.Engine.Training;

/// <summary>
/// Lets several processes train one network together (local steps with averaging; Stich 2019): each leaves its state in a common folder and takes the
/// mean of its own and the others' latest. Nobody waits for anybody, so that on a busy machine a slow process does not hold up a fast one; for
/// the same reason such a training is not repeatable bit for bit.
/// </summary>
internal sealed class WeightExchange(string folder)
{
    /// <summary>Steps between two exchanges: seldom enough to cost nothing, often enough that the processes stay close.</summary>
    public const int Every = 10;

    /// <summary>A state that is older belongs to a process that has ended.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    private readonly string _own = Path.Combine(folder, $"{Guid.NewGuid():N}.state");

    /// <summary>Changes <paramref name="state"/> in place.</summary>
    public void Mix(TrainingState state)
    {
        Directory.CreateDirectory(folder);
        Leave(state);
        var others = Directory.GetFiles(folder, "*.state").Where(path => path != _own && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Fresh);
        var count = 1;
        foreach (var bytes in others.Select(File.ReadAllBytes).Where(bytes => bytes.Length == Exchanged(state).Sum(vector => vector.Length) * sizeof(float)))
        {
            var floats = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
            var start = 0;
            count++;
            foreach (var vector in Exchanged(state))
            {
                // The running mean over those that were found: mean += (other - mean) / count.
                var other = floats.Slice(start, vector.Length);
                TensorPrimitives.Subtract(other, vector, other);
                TensorPrimitives.MultiplyAdd(other, 1f / count, vector, vector);
                start += vector.Length;
            }
        }
    }

    private void Leave(TrainingState state)
    {
        using (var file = File.Create(_own + ".new"))
        {
            foreach (var vector in Exchanged(state)) file.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
        }
        File.Move(_own + ".new", _own, overwrite: true);
    }

    // All but the best so far, which each process keeps for itself.
    private static IEnumerable<float[]> Exchanged(TrainingState state) => state.Vectors.Take(TrainingGraph.Vectors.Length);
}
