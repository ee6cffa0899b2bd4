using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>Finds what makes pairs incomparable before any work begins.</summary>
internal static class PairChecks
{
    private const int Shown = 20;

    /// <param name="pairs">The pairs.</param>
    /// <param name="scale">Pixels of the restored image along each side for one of the noisy image.</param>
    /// <exception cref="CommandFailure">One line for each pair that cannot be judged.</exception>
    public static void Require(IReadOnlyList<FilePair> pairs, int scale)
    {
        var complaints = pairs.Select(pair => Complaint(pair, scale)).OfType<string>().ToList();
        if (complaints.Count == 0) return;
        var more = complaints.Count > Shown ? $"\nand {complaints.Count - Shown} more of this kind" : "";
        throw new CommandFailure(ExitCodes.BadInput, string.Join('\n', complaints.Take(Shown)) + more);
    }

    private static string? Complaint(FilePair pair, int scale)
    {
        using var noisy = ImageFile.Open(pair.Noisy);
        using var clean = ImageFile.Open(pair.Clean);
        var (from, to) = (noisy.Planes.Shape, clean.Planes.Shape);
        var expected = new StackShape(from.Width * scale, from.Height * scale, from.Channels, from.Slices, from.Frames);
        if (to != expected)
        {
            var wanted = scale == 1 ? "both must be of the same size" : $"the model makes it {expected}";
            return $"the pair {pair.Name} cannot be compared: the noisy stack is {from}, the clean one {to}; {wanted}";
        }
        return Math.Min(to.Width, to.Height) < Ssim.SmallestSide
            ? $"the pair {pair.Name} is {to}; SSIM needs at least {Ssim.SmallestSide} x {Ssim.SmallestSide} pixels"
            : null;
    }
}
