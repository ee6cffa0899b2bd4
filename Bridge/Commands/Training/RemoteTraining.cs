using System.Globalization;
using System.Text.Json.Nodes;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Commands.Restoring;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>Trains on a server: which files belong together is found out here, everything else there.</summary>
internal static class RemoteTraining
{
    public static async Task<int> RunAsync(TrainOptions options, ServerTarget target, Screen screen, CancellationToken ct)
    {
        var request = options.Resume ? null : LocalTraining.RequestOf(options);
        string[] notices = [.. request?.Notices ?? []];
        var error = options.Quiet ? TextWriter.Null : screen.Error;
        foreach (var notice in notices) error.WriteLine(notice);
        await using var server = await ServerConnection.OpenAsync(target, options.Device, ct);
        var display = new RemoteTrainDisplay(error);
        var client = new TrainingClient(server.Channel);
        var done = request is null ? await client.ResumeAsync(options.ModelName, display, ct) : await client.TrainAsync(SettingsOf(options), FilesOf(request), display, ct);
        done.Warnings.AddRange(notices);
        var code = done.Interrupted ? ExitCodes.Interrupted : ExitCodes.Done;
        if (options.Json) screen.Out.WriteLine(Json(done, code).ToJsonString());
        else if (options.Quiet) screen.Out.WriteLine(Screen.Ascii($"OK {Line(done)}"));
        else Write(done, screen.Out);
        return code;
    }

    /// <summary>Every file of every pair, with names that tell nothing about this computer's folders.</summary>
    private static IReadOnlyList<FileToTrainOn> FilesOf(TrainingRequest request)
    {
        var fields = new Dictionary<string, string>();
        return
        [
            .. FilesOf(request.Pairs, TrainingSet.Pairs, fields), .. FilesOf(request.Validation, TrainingSet.Validation, fields),
            .. FilesOf(request.Independent, TrainingSet.Independent, fields),
        ];
    }

    private static IEnumerable<FileToTrainOn> FilesOf(PairList? list, TrainingSet set, Dictionary<string, string> fields)
    {
        foreach (var (pair, i) in (list?.Pairs ?? []).Select((pair, i) => (pair, i)))
        {
            if (!fields.TryGetValue(pair.Field, out var field)) fields[pair.Field] = field = $"{Path.GetFileName(pair.Field)} ({fields.Count + 1})";
            TrainingFile File(bool clean) => new() { Set = set, Pair = $"{i + 1}: {Path.GetFileName(pair.Name)}", Clean = clean, Field = field };
            yield return new FileToTrainOn(File(clean: false), pair.Noisy);
            if (!pair.IsSingle) yield return new FileToTrainOn(File(clean: true), pair.Clean);
        }
    }

    private static TrainingSettings SettingsOf(TrainOptions options) => new()
    {
        Name = options.ModelName,
        Architecture = options.Architecture ?? "",
        From = options.From ?? "",
        Task = options.Task,
        Noise2Noise = options.Noise2Noise,
        Loss = options.Loss ?? "",
        Noise = options.Noise is var (gain, offset, readNoise) ? new CameraNoise { Gain = gain, Offset = offset, ReadNoise = readNoise } : null,
        Frames = (uint)Math.Max(0, options.Frames),
        Volumes = options.Volumes,
        Steps = (ulong)Math.Max(0, options.Steps ?? 0),
        Seconds = options.Duration?.TotalSeconds ?? 0,
        Seed = options.Seed,
        KeepClipped = options.KeepClipped,
        License = options.License ?? "",
    };

    private static void Write(TrainingDone done, TextWriter output)
    {
        output.WriteLine(Line(done));
        foreach (var sample in done.Figures)
        {
            output.WriteLine();
            output.WriteLine($"{sample.Role}: {sample.Sample}, mean of {sample.Images} image(s)");
            TextTable.Write(output, [["", "PSNR [dB]", "SSIM"], .. sample.Figures.Select(Row)]);
        }
        foreach (var warning in done.Warnings) output.WriteLine($"warning: {warning}");
        output.WriteLine();
        output.WriteLine($"Then   fijibridge restore NOISY.tif RESTORED.ome.tif --model {done.Model.Name} --server ...");
    }

    private static string Line(TrainingDone done) => string.Create(CultureInfo.InvariantCulture,
        $"{done.Model.Name} trained {(done.Interrupted ? "until interrupted, the best network so far is kept" : "to its end")}: validation {done.ValidationPsnr:0.00} dB (noisy {done.NoisyPsnr:0.00}, best Gaussian {done.SmoothedPsnr:0.00}{(done.HasOriginPsnr ? $", what it began with {done.OriginPsnr:0.00}" : "")}), weights of step {done.BestStep} of {done.Steps}, on {done.Device} in {ProgressText.Duration(TimeSpan.FromSeconds(Math.Clamp(done.Seconds, 0, 1e9)))}");

    private static string[] Row(KeyValuePair<string, Protos.V1.Figures> figures) =>
        [figures.Key, figures.Value.Psnr.ToString("F2", CultureInfo.InvariantCulture), figures.Value.Ssim.ToString("F4", CultureInfo.InvariantCulture)];

    private static JsonObject Json(TrainingDone done, int code) => new()
    {
        ["status"] = done.Interrupted ? "interrupted" : "ok",
        ["exit_code"] = code,
        ["model"] = done.Model.Name,
        ["steps"] = done.Steps,
        ["best_step"] = done.BestStep,
        ["validation_psnr"] = done.ValidationPsnr,
        ["noisy_psnr"] = done.NoisyPsnr,
        ["smoothed_psnr"] = done.SmoothedPsnr,
        ["origin_psnr"] = done.HasOriginPsnr ? done.OriginPsnr : null,
        ["seconds"] = done.Seconds,
        ["device"] = done.Device,
        ["evaluations"] = new JsonArray([.. done.Figures.Select(Json)]),
        ["warnings"] = new JsonArray([.. done.Warnings.Select(warning => (JsonNode)warning)]),
    };

    private static JsonObject Json(TrainingFigures sample)
    {
        var json = new JsonObject { ["role"] = sample.Role, ["sample"] = sample.Sample, ["images"] = sample.Images };
        foreach (var (name, figures) in sample.Figures)
            json[name] = new JsonObject { ["psnr"] = figures.Psnr, ["ssim"] = figures.Ssim, ["nrmse"] = figures.Nrmse };
        return json;
    }
}
