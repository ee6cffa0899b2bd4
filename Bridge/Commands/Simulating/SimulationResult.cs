using System.Globalization;
using System.Text.Json.Nodes;
using FijiBridge.Engine.Simulation;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>What was made, as text or as one JSON object. The names are a contract.</summary>
internal static class SimulationResult
{
    public static void Write(TextWriter output, SimulateOptions options, long planes, IReadOnlyList<Camera> cameras, IReadOnlyList<string> notes)
    {
        if (options.Json) output.WriteLine(Json(options, planes, cameras, notes).ToJsonString());
        else output.WriteLine($"{planes} plane(s) written to {string.Join(" and ", options.Outputs)}{Cameras(options, cameras)}");
    }

    private static string Cameras(SimulateOptions options, IReadOnlyList<Camera> cameras)
    {
        if (cameras.Count == 0) return "";
        var each = cameras.Select((camera, channel) => $"{(cameras.Count > 1 ? $"channel {channel + 1}: " : "")}{Describe(camera)}");
        return string.Create(CultureInfo.InvariantCulture, $": {options.Exposure:P1} of the exposure, {string.Join("; ", each)}");
    }

    private static string Describe(Camera camera) => string.Create(CultureInfo.InvariantCulture,
        $"gain {camera.Gain:G4}, offset {camera.Offset:F1}, read noise {camera.ReadNoise:G3} electrons");

    private static JsonObject Of(Camera camera) => new() { ["gain"] = camera.Gain, ["offset"] = camera.Offset, ["read_noise"] = camera.ReadNoise };

    private static JsonObject Json(SimulateOptions options, long planes, IReadOnlyList<Camera> cameras, IReadOnlyList<string> notes)
    {
        var first = cameras.Count > 0 ? cameras[0] : null;
        return new()
        {
            ["status"] = "ok",
            ["exit_code"] = ExitCodes.Done,
            ["input"] = options.Input,
            ["outputs"] = new JsonArray([.. options.Outputs.Select(path => (JsonNode)path)]),
            ["planes"] = planes,
            ["exposure"] = options.Exposure,
            // The camera of the first channel, and of each.
            ["gain"] = first?.Gain,
            ["offset"] = first?.Offset,
            ["read_noise"] = first?.ReadNoise,
            ["channels"] = new JsonArray([.. cameras.Select(Of)]),
            ["blur"] = options.Blur,
            ["downsample"] = options.Downsample,
            ["stripes"] = options.Stripes,
            ["hot_pixels"] = options.HotPixels,
            ["jpeg"] = options.Jpeg,
            ["seed"] = options.Seed,
            ["notes"] = new JsonArray([.. notes.Select(note => (JsonNode)note)]),
        };
    }
}
