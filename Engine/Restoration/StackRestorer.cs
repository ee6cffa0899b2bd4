using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>Restores one stack: the whole way from planes to planes.</summary>
internal sealed class StackRestorer(SessionCache sessions, InferenceQueue queue, DeviceChoice choice)
{
    // Deviation of the noise, in steps of whole numbers.
    private const double FinestSteps = 1.5;

    private readonly Warnings _warnings = new();

    /// <summary>
    /// Planes are measured, cut into tiles, taken through the network, blended, brought back to the input's units and written.
    /// Memory: a bounded number of planes and tiles, however long the stack.
    /// </summary>
    public async Task<RestoreOutcome> RestoreAsync(
        RestoreJob job, TiffPlaneReader input, Stream output, IProgress<RestoreProgress>? progress, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var (model, report) = (job.Model.Constraints, new ProgressReport(progress, choice.Device));
        _warnings.Add(input.Notices.Concat(choice.Notices));

        var offset = await LineOffsetAsync(job, input, ct).ConfigureAwait(false);
        var (scalings, blank) = await MeasureAsync(job, input, offset, report, ct).ConfigureAwait(false);
        var parameters = new ChannelParameters(job, scalings);
        _warnings.Add(parameters.Warnings().Concat(Outliers.Notices(scalings, job.Model.Card.RemovesArtefacts)).Concat(ChannelLooks.Notices(job, scalings)).Concat(Coarse(job, input.PixelType, scalings)));
        var series = FrameSeries.Of(input.Shape, model, _warnings).Without(blank, _warnings);
        var sizes = TileSizes.First(model);
        var plan = sizes.Plan(input.Shape, model);
        var type = job.OutputType == OutputType.Float32 ? PixelType.Float32 : input.PixelType;
        using var writer = TiffPlaneWriter.Create(output, plan.Output, type, input.Metadata.WithScale(model.Scale), WriterOptions(job, parameters, offset));
        report.ResultBytes = writer.TotalBytes;
        var result = new ResultPlanes(plan.Output, type, scalings, writer.WritePlane);
        while (!result.IsComplete)
        {
            var run = new StackRun(job, input, plan, series, scalings, offset, result);
            await using var _ = run.ConfigureAwait(false);
            if (await run.RunAsync(sessions, queue, report, _warnings, ct).ConfigureAwait(false) is { } outOfMemory)
                (sizes, plan) = Smaller(sizes, plan, job, outOfMemory);
            result.StartFrameAgain();
        }
        writer.Complete();
        return Outcome(job, parameters, plan.Output, type, result, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Looks at some planes of the stack, where the model removes such faults.</summary>
    private async Task<LineOffset> LineOffsetAsync(RestoreJob job, TiffPlaneReader input, CancellationToken ct)
    {
        if (!job.Model.Card.RemovesArtefacts) return default;
        var (meter, sampling) = (new LineOffsetMeter(), new WindowSampling(input.Shape));
        await foreach (var (index, plane) in ReadAsync(input, input.Shape.Planes().Where(sampling.Takes), default, ct).ConfigureAwait(false))
        {
            FinitePixels.Require(plane, index);
            foreach (var (top, window) in sampling.Windows(plane, index)) meter.Add(window, top);
        }
        var offset = meter.Complete();
        if (offset.Notice is { } notice) _warnings.Add(notice);
        return offset;
    }

    /// <summary>Reads the stack once, when its statistics are needed or it may hold pixels that cannot be restored.</summary>
    private static async Task<(IReadOnlyList<ChannelScaling> Scalings, IReadOnlySet<PlaneIndex> Blank)> MeasureAsync(
        RestoreJob job, TiffPlaneReader input, LineOffset offset, ProgressReport report, CancellationToken ct)
    {
        var normalizer = new Normalizer(job.Model.Card.Processing, input.Shape, input.PixelType, job.Estimated.Count > 0);
        if (normalizer.NeedsMeasuring)
        {
            await foreach (var (index, plane) in ReadAsync(input, input.Shape.Planes(), offset, ct).ConfigureAwait(false))
            {
                normalizer.Measure(plane, index);
                report.Measured(input.Shape.Position(index) + 1, input.Shape.PlaneCount);
            }
        }
        return (normalizer.Complete(), normalizer.BlankPlanes);
    }

    // Where the noise is not wider than a few steps of whole numbers, they are too coarse for what is left without it; of few photons most would be rounded to none.
    private static IEnumerable<string> Coarse(RestoreJob job, PixelType type, IReadOnlyList<ChannelScaling> scalings)
    {
        if (job.OutputType != OutputType.Same || !type.IsInteger()) yield break;
        for (var channel = 0; channel < scalings.Count; channel++)
            if (scalings[channel].Noise is { Variance: > 0 and var variance } && scalings[channel].Deviation * Math.Sqrt(variance) is < FinestSteps and var counts)
                yield return string.Create(CultureInfo.InvariantCulture, $"the noise of channel {channel + 1} is {counts:G2} counts, so that whole numbers are coarse for the result: choose float32 to keep what lies between them");
    }

    // One after the other, the next already on its way.
    private static async IAsyncEnumerable<(PlaneIndex Index, Plane Plane)> ReadAsync(
        TiffPlaneReader input, IEnumerable<PlaneIndex> wanted, LineOffset offset, [EnumeratorCancellation] CancellationToken ct)
    {
        var planes = new PlaneSource(input, atOnce: 2, useful: 2, (plane, _) => offset.Undo(plane));
        await using var _ = planes.ConfigureAwait(false);
        PlaneIndex? before = null;
        foreach (var next in wanted)
        {
            if (before is { } index)
            {
                planes.Announce(index);
                planes.Announce(next);
                yield return (index, await planes.GetAsync(index).ConfigureAwait(false));
            }
            ct.ThrowIfCancellationRequested();
            before = next;
        }
        if (before is { } last) yield return (last, await planes.GetAsync(last).ConfigureAwait(false));
    }

    private (TileSizes Sizes, TilePlan Plan) Smaller(TileSizes sizes, TilePlan plan, RestoreJob job, EngineFailure outOfMemory)
    {
        for (var (smaller, last) = (sizes.Smaller, sizes); smaller != last; (smaller, last) = (smaller.Smaller, smaller))
        {
            var next = smaller.Plan(plan.Input, job.Model.Constraints);
            if ((next.Z.Tile, next.Y.Tile, next.X.Tile) == (plan.Z.Tile, plan.Y.Tile, plan.X.Tile)) continue;
            _warnings.Add(
                $"the {choice.Device.Kind.DisplayName()} device ran out of memory; " +
                $"tiles of {next.X.Tile} x {next.Y.Tile} pixels were used instead of {plan.X.Tile} x {plan.Y.Tile}");
            return (smaller, next);
        }
        throw outOfMemory;
    }

    private TiffWriterOptions WriterOptions(RestoreJob job, ChannelParameters parameters, LineOffset offset)
    {
        var provenance = new Dictionary<string, string>
        {
            ["Restored with"] = $"FijiBridge {RestorationEngine.Version}",
            ["Model"] = job.Model.Name,
            ["Model version"] = job.Model.Card.Version,
            ["Model SHA-256"] = job.Model.Sha256,
            ["Device"] = choice.Device.ToString(),
        };
        foreach (var (name, value) in parameters.Summary()) provenance[$"Parameter {name}"] = value.ToString("R", CultureInfo.InvariantCulture);
        if (offset.Notice is not null) provenance["Line offset"] = string.Create(CultureInfo.InvariantCulture, $"{offset.Pixels} pixels, undone");
        return new TiffWriterOptions { Format = job.Format, Compression = job.Compression, Provenance = provenance };
    }

    private RestoreOutcome Outcome(RestoreJob job, ChannelParameters parameters, StackShape shape, PixelType type, ResultPlanes result, TimeSpan elapsed)
    {
        if (result.Clamped > 0)
        {
            _warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{result.Clamped} pixel(s) ({result.ClampedShare:P4}) lay outside the range of the result's type and were clamped; choose float32 to keep them"));
        }
        return new RestoreOutcome
        {
            Model = job.Model,
            Parameters = parameters.Summary(),
            Shape = shape,
            PixelType = type,
            Device = choice.Device,
            Warnings = _warnings.ToList(),
            ClampedShare = result.ClampedShare,
            Elapsed = elapsed,
        };
    }
}
