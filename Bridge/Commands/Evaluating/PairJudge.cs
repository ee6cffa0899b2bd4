using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>
/// Restores whole stacks and judges them plane by plane. Pairs and planes are worked on side by side, as many as there are cores; memory
/// is that of so many planes.
/// </summary>
internal sealed class PairJudge(RestoredStacks restoration, EvaluationOptions options, Action judged) : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <summary>The figures of all pairs in the order given.</summary>
    /// <exception cref="CommandFailure">A pair cannot be restored or judged; its name stands in the sentence.</exception>
    public async Task<IReadOnlyList<JudgedPair>> JudgeAsync(IReadOnlyList<FilePair> pairs, CancellationToken ct)
    {
        var result = new JudgedPair[pairs.Count];
        var together = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4), CancellationToken = ct };
        await Parallel.ForAsync(0, pairs.Count, together, async (i, stop) =>
        {
            result[i] = await JudgeAsync(pairs[i], stop);
            judged();
        });
        return result;
    }

    public void Dispose() => _cores.Dispose();

    private async Task<JudgedPair> JudgeAsync(FilePair pair, CancellationToken ct)
    {
        try
        {
            using var restored = await restoration.RestoreAsync(pair.Noisy, ct);
            using var noisy = ImageFile.Open(pair.Noisy);
            using var clean = ImageFile.Open(pair.Clean);
            var shape = clean.Planes.Shape;
            var planes = new JudgedPlane[shape.PlaneCount];
            await Parallel.ForAsync(0L, shape.PlaneCount, ct, async (position, stop) =>
            {
                await _cores.WaitAsync(stop);
                try
                {
                    GreyImage Read(ImageFile file) => GreyImage.From(file.Planes.Read(shape.PlaneAt(position)));
                    planes[position] = Judge(pair, position + 1, shape.PlaneCount, Read(noisy), Read(clean), Read(restored.File));
                }
                finally
                {
                    _cores.Release();
                }
            });
            return new JudgedPair(planes, restored.Done);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var known = CommandFailure.From(failure);
            throw new CommandFailure(known.ExitCode, $"the pair {pair.Name}: {known.Message}", known);
        }
    }

    private JudgedPlane Judge(FilePair pair, long plane, long planes, GreyImage noisy, GreyImage clean, GreyImage restored)
    {
        TruthCheck.Require(clean, pair.Clean, plane, options);
        var name = planes > 1 ? $"{pair.Name} plane {plane}" : pair.Name;
        return new JudgedPlane(pair, plane, planes, Evaluation.Evaluate(name, noisy, clean, restored, options));
    }
}
