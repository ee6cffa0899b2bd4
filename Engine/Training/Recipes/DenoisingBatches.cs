using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// The batches of the recipe for denoising. Making a square costs about as much as a tenth of a step, so each serves several batches, cut
/// and turned elsewhere.
/// </summary>
internal sealed class DenoisingBatches(DenoisingFields fields, PatchShape patch, long seed)
{
    /// <summary>Squares from which the patches of a batch come: many, so that steps in a row do not see the same images.</summary>
    private const int Pool = 128;

    // Steps that a square stays: as many as give it 16 patches.
    private readonly int _stay = 16 * Pool / patch.Batch;

    private readonly Dictionary<int, (long Turn, DenoisingField Field)> _held = [];

    /// <inheritdoc cref="BatchSource"/>
    public void Fill(long number, TrainingBatch batch)
    {
        var random = new RandomSource(seed, number);
        for (var i = 0; i < patch.Batch; i++) Cut(Field(random.NextInt(Pool), number), random, batch, i);
    }

    // Squares change one after the other, so that no step waits for many of them.
    private DenoisingField Field(int slot, long number)
    {
        var turn = (number + (long)slot * _stay / Pool) / _stay;
        if (!_held.TryGetValue(slot, out var held) || held.Turn != turn) _held[slot] = held = (turn, fields[turn * Pool + slot]);
        return held.Field;
    }

    private void Cut(DenoisingField field, RandomSource random, TrainingBatch batch, int index)
    {
        var (left, top, turn) = (random.NextInt(field.Side - patch.Width + 1), random.NextInt(field.Side - patch.Height + 1), random.NextInt(8));
        var area = patch.Width * patch.Height;
        for (var channel = 0; channel < field.Channels.Length; channel++)
            Copy(field.Channels[channel], batch.Input.AsSpan((index * field.Channels.Length + channel) * area, area));
        Copy(field.Target, batch.Target.AsSpan(index * area, area));
        Copy(field.Weights, batch.Mask.AsSpan(index * area, area));

        // One of the eight ways to turn and mirror a square.
        void Copy(float[] from, Span<float> to)
        {
            for (var y = 0; y < patch.Height; y++)
            for (var x = 0; x < patch.Width; x++)
            {
                var (u, v) = ((turn & 1) == 0 ? x : patch.Width - 1 - x, (turn & 2) == 0 ? y : patch.Height - 1 - y);
                to[y * patch.Width + x] = (turn & 4) == 0 ? from[(top + v) * field.Side + left + u] : from[(top + u) * field.Side + left + v];
            }
        }
    }
}
