using FijiBridge.Engine.Simulation;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>
/// The batches of a recipe. Making a square costs about as much as a tenth of a step, so each serves several batches, cut
/// and turned elsewhere.
/// </summary>
/// <param name="squares">The square of each number, the same every time.</param>
/// <param name="network">What is trained.</param>
/// <param name="patch">Size of a batch.</param>
/// <param name="seed">Chooses squares and places.</param>
internal sealed class SquareBatches(Func<long, LearningSquare> squares, Network network, PatchShape patch, long seed)
{
    /// <summary>Squares from which the patches of a batch come: many, so that steps in a row do not see the same images.</summary>
    private const int Pool = 128;

    // Steps that a square stays: as many as give it 16 patches.
    private readonly int _stay = 16 * Pool / patch.Batch;

    private readonly int _scale = network.Architecture.Scale;

    private readonly Dictionary<int, (long Turn, LearningSquare Square)> _held = [];

    /// <inheritdoc cref="BatchSource"/>
    public void Fill(long number, TrainingBatch batch)
    {
        var random = new RandomSource(seed, number);
        for (var i = 0; i < patch.Batch; i++) Cut(Square(random.NextInt(Pool), number), random, batch, i);
    }

    // Squares change one after the other, so that no step waits for many of them.
    private LearningSquare Square(int slot, long number)
    {
        var turn = (number + (long)slot * _stay / Pool) / _stay;
        if (!_held.TryGetValue(slot, out var held) || held.Turn != turn) _held[slot] = held = (turn, squares(turn * Pool + slot));
        return held.Square;
    }

    private void Cut(LearningSquare square, RandomSource random, TrainingBatch batch, int index)
    {
        var (left, top, turn) = (random.NextInt(square.Side - patch.Width + 1), random.NextInt(square.Side - patch.Height + 1), random.NextInt(8));
        for (var channel = 0; channel < square.Channels.Length; channel++) Copy(square.Channels[channel], batch.Input, index * square.Channels.Length + channel, 1);
        Copy(square.Target, batch.Target, index, _scale);
        Copy(square.Weights, batch.Mask!, index, _scale);

        // One of the eight ways to turn and mirror a square.
        void Copy(float[] from, float[] to, int plane, int scale)
        {
            var (width, height, side) = (patch.Width * scale, patch.Height * scale, square.Side * scale);
            var (first, start) = (plane * width * height, top * scale * side + left * scale);
            for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (u, v) = ((turn & 1) == 0 ? x : width - 1 - x, (turn & 2) == 0 ? y : height - 1 - y);
                to[first + y * width + x] = from[start + ((turn & 4) == 0 ? v * side + u : u * side + v)];
            }
        }
    }
}
