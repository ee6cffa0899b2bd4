using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Opens pairs of files and makes their planes ready for training; in stacks each plane of the one makes a pair with that of the other.</summary>
public static class PairPreparation
{
    /// <summary>Smaller planes are refused. Unit: pixels along each axis of the noisy image.</summary>
    public const int SmallestSide = 16;

    /// <summary>
    /// Prepares all pairs, some at the same time; planes come in the order of the list. Planes that show nothing, or not the same, are left out as
    /// long as others remain.
    /// </summary>
    /// <param name="pairs">Which files belong together.</param>
    /// <param name="options">How they are prepared.</param>
    /// <param name="progress">Told the number of pairs done, from several threads.</param>
    /// <param name="leftOut">Told, once and only where there are any, how many of how many planes are left out, why, and which are the first.</param>
    /// <param name="ct">Cancels between two pairs.</param>
    /// <exception cref="EngineFailure">BadInput with every complaint of every file, or, where no plane remains, of every plane.</exception>
    public static IReadOnlyList<TrainingPlane> Prepare(
        IReadOnlyList<FilePair> pairs, PairOptions options, Action<int>? progress = null, Action<string>? leftOut = null, CancellationToken ct = default)
    {
        var (done, budget) = (0, options.MostPixels / Math.Max(1, pairs.Count));
        var prepared = pairs.AsParallel().AsOrdered().WithCancellation(ct).Select(pair =>
        {
            var (complaints, useless) = (new Complaints(), new List<LeftOut>());
            var planes = Prepare(pair, options, budget, complaints, useless);
            progress?.Invoke(Interlocked.Increment(ref done));
            return (Planes: planes, Complaints: complaints, LeftOut: useless);
        }).ToList();
        Complaints.ThrowIfAny(prepared.Select(pair => pair.Complaints));
        return Useful([.. prepared.SelectMany(pair => pair.Planes)], [.. prepared.SelectMany(pair => pair.LeftOut)], options, leftOut);
    }

    private static List<TrainingPlane> Useful(List<TrainingPlane> planes, List<LeftOut> others, PairOptions options, Action<string>? leftOut)
    {
        var complaints = new Complaints();
        if (planes.Count == 0) complaints.AddAll(others.Select(plane => plane.Complaint));
        complaints.ThrowIfAny();
        if (others.Count > 0) leftOut?.Invoke(LeftOut.Describe(others, planes.Count + others.Count, options.Volumes ? "volumes" : "planes"));
        return planes;
    }

    private static IReadOnlyList<TrainingPlane> Prepare(FilePair pair, PairOptions options, long budget, Complaints complaints, List<LeftOut> leftOut)
    {
        try
        {
            using var noisy = ImageFile.Open(pair.Noisy);
            if (pair.IsSingle) return new SimulatedStack(pair, noisy.Planes, options, budget).Planes(complaints);
            using var clean = ImageFile.Open(pair.Clean);
            return FitTogether(pair, noisy.Planes.Shape, clean.Planes.Shape, options, complaints)
                ? Pairs(pair, noisy.Planes, clean.Planes, options, budget, leftOut)
                : [];
        }
        catch (Exception reason) when (reason is EngineFailure or Tiff.TiffFormatException or ArgumentException)
        {
            complaints.Add(reason.Message.StartsWith(pair.Noisy, StringComparison.Ordinal) || reason.Message.StartsWith(pair.Clean, StringComparison.Ordinal)
                ? reason.Message
                : $"{pair.Name}: {reason.Message}");
            return [];
        }
    }

    private static List<TrainingPlane> Pairs(FilePair pair, PlaneSource noisy, PlaneSource clean, PairOptions options, long budget, List<LeftOut> leftOut)
    {
        var stack = new ScaledStack(noisy, options);
        var matching = new PlaneMatching(options);
        var planes = new List<TrainingPlane>();
        foreach (var slices in Chosen(noisy.Shape, budget, options.Volumes))
        {
            GreyImage Target(PlaneIndex index)
            {
                var plane = clean.Read(index);
                FinitePixels.Require(plane, index);
                return GreyImage.From(plane);
            }

            var matched = matching.Match(NameOf(pair, noisy.Shape, slices), [.. slices.Select(index => GreyImage.From(noisy.Read(index)))], [.. slices.Select(Target)], leftOut);
            if (matched is not null) planes.Add(Together([.. slices.Zip(matched, (index, plane) => Ready(pair, noisy.Shape, stack, index, plane, options.Scale))]));
        }
        return planes;
    }

    private static TrainingPair Ready(FilePair pair, StackShape shape, ScaledStack stack, PlaneIndex index, MatchedPlane matched, int scale)
    {
        var (frames, target) = (stack.Around(index), ScaledStack.Scale(matched.Target, stack.Scalings[index.Channel]));
        var noise = Noise(frames[frames.Count / 2], target, shape.Width, scale);
        return new TrainingPair(pair.Field, shape.Width, shape.Height, scale, frames, target, matched.Mask, matched.Report with { Noise = noise })
        {
            Channel = index.Channel,
            Maps = stack.Maps(index),
            Noise = stack.Scalings[index.Channel].Noise,
        };
    }

    /// <summary>One plane, or a volume of several.</summary>
    internal static TrainingPlane Together(IReadOnlyList<TrainingPlane> slices) => slices is [var plane] ? plane : new TrainingVolume(slices);

    /// <summary>Standard deviation of input minus target; of targets of another scale one pixel of each block is taken.</summary>
    internal static double Noise(float[] input, float[] target, int width, int scale)
    {
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < input.Length; i++)
        {
            var difference = input[i] - (double)target[i / width * scale * width * scale + i % width * scale];
            (sum, squares) = (sum + difference, squares + difference * difference);
        }
        var mean = sum / input.Length;
        return Math.Sqrt(Math.Max(0, squares / input.Length - mean * mean));
    }

    /// <summary>Every plane (or every volume, as its slices), or as many at equal distances as <paramref name="budget"/> pixels allow, at least one of each channel.</summary>
    internal static IEnumerable<PlaneIndex[]> Chosen(StackShape shape, long budget, bool volumes)
    {
        var depth = volumes ? shape.Slices : 1;
        var all = shape.PlaneCount / depth;
        var most = Math.Max(1, budget / (shape.PixelsPerPlane * depth));
        var every = (all + most - 1) / most;
        var groups = volumes
            ? shape.Planes().GroupBy(index => (index.Channel, index.Frame)).Select(group => group.OrderBy(index => index.Slice).ToArray())
            : shape.Planes().Select(index => new[] { index });
        // Channels change fastest: of each the same planes.
        return groups.Where((_, position) => position / shape.Channels % every == 0);
    }

    internal static string NameOf(FilePair pair, StackShape shape, IReadOnlyList<PlaneIndex> slices) => shape.PlaneCount == slices.Count
        ? pair.Name
        : slices is [var index]
            ? $"{pair.Name} (channel {index.Channel + 1}, slice {index.Slice + 1}, frame {index.Frame + 1})"
            : $"{pair.Name} (channel {slices[0].Channel + 1}, frame {slices[0].Frame + 1})";

    private static bool FitTogether(FilePair pair, StackShape noisy, StackShape clean, PairOptions options, Complaints complaints)
    {
        var scale = options.Scale;
        var expected = new StackShape(noisy.Width * scale, noisy.Height * scale, noisy.Channels, noisy.Slices, noisy.Frames);
        var times = scale == 1 ? "" : $"; the clean one must be {scale} times as wide and high";
        if (clean != expected) complaints.Add($"{pair.Name}: the noisy image has {noisy}, the clean one {clean}{times}; both must show the same field");
        else if (Math.Min(noisy.Width, noisy.Height) < SmallestSide) complaints.Add(TooSmall(pair, noisy));
        else return HasFrames(pair, noisy, options, complaints);
        return false;
    }

    internal static bool HasFrames(FilePair pair, StackShape shape, PairOptions options, Complaints complaints)
    {
        if (options.Volumes && shape.Slices == 1)
        {
            complaints.Add($"{pair.Name}: it has one slice, and a network for volumes learns from neighbouring slices; train on z-stacks, or without --volumes");
            return false;
        }
        var frames = options.Frames;
        if (frames == 1 || Math.Max(shape.Frames, shape.Slices) >= frames) return true;
        complaints.Add($"{pair.Name}: {frames} neighbouring frames are to be looked at, and it has {Math.Max(shape.Frames, shape.Slices)}; train on time-lapses, or with 1 frame");
        return false;
    }

    internal static string TooSmall(FilePair pair, StackShape shape) => $"{pair.Name}: {shape.Width} x {shape.Height} pixels are too few; {SmallestSide} x {SmallestSide} are needed";
}
