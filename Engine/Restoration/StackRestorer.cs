using System.Diagnostics;
using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Restoration;

/// <summary>Restores one stack: the whole way from planes to planes.</summary>
internal sealed class StackRestorer(SessionCache sessions, InferenceQueue queue, DeviceChoice choice)
{
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

        var (scalings, parameters) = await MeasureAsync(job, input, report, ct).ConfigureAwait(false);
        var series = FrameSeries.Of(input.Shape, model, _warnings);
        var sizes = TileSizes.First(model);
        var plan = sizes.Plan(input.Shape, model);
        var type = job.OutputType == OutputType.Float32 ? PixelType.Float32 : input.PixelType;
        using var writer = TiffPlaneWriter.Create(output, plan.Output, type, input.Metadata.WithScale(model.Scale), WriterOptions(job, parameters));
        report.ResultBytes = writer.TotalBytes;
        var result = new ResultPlanes(plan.Output, type, scalings, writer.WritePlane);
        while (!result.IsComplete)
        {
            var run = new StackRun(job, input, plan, series, scalings, parameters, result);
            await using var _ = run.ConfigureAwait(false);
            if (await run.RunAsync(sessions, queue, report, _warnings, ct).ConfigureAwait(false) is { } outOfMemory)
                (sizes, plan) = Smaller(sizes, plan, job, outOfMemory);
            result.StartFrameAgain();
        }
        writer.Complete();
        return Outcome(job, parameters, plan.Output, type, result, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Reads the stack once, when its statistics are needed or it may hold pixels that cannot be restored.</summary>
    private async Task<(IReadOnlyList<ChannelScaling> Scalings, ChannelParameters Parameters)> MeasureAsync(
        RestoreJob job, TiffPlaneReader input, ProgressReport report, CancellationToken ct)
    {
        var normalizer = new Normalizer(job.Model.Card.Processing, input.Shape, input.PixelType, job.Estimated.Count > 0);
        if (normalizer.NeedsMeasuring) await ReadAsync(normalizer, input, report, ct).ConfigureAwait(false);
        var scalings = normalizer.Complete();
        var parameters = new ChannelParameters(job, normalizer.Noise(scalings), input.Shape.Channels);
        _warnings.Add(parameters.Warnings().Concat(Outliers.Notices(scalings)));
        return (scalings, parameters);
    }

    private static async Task ReadAsync(Normalizer normalizer, TiffPlaneReader input, ProgressReport report, CancellationToken ct)
    {
        var planes = new PlaneSource(input, atOnce: 2, useful: 2);
        await using var _ = planes.ConfigureAwait(false);
        for (long position = 0; position < input.Shape.PlaneCount; position++)
        {
            ct.ThrowIfCancellationRequested();
            var index = input.Shape.PlaneAt(position);
            planes.Announce(index);
            if (position + 1 < input.Shape.PlaneCount) planes.Announce(input.Shape.PlaneAt(position + 1));
            normalizer.Measure(await planes.GetAsync(index).ConfigureAwait(false), index);
            report.Measured(position + 1, input.Shape.PlaneCount);
        }
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

    private TiffWriterOptions WriterOptions(RestoreJob job, ChannelParameters parameters)
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
