using System.Globalization;
using System.Text.Json.Nodes;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>What was made, as text or as one JSON object. The names are a contract.</summary>
internal static class SimulationResult
{
    public static void Write(TextWriter output, SimulateOptions options, long planes, CameraEstimate? estimate)
    {
        if (options.Json) output.WriteLine(Json(options, planes, estimate).ToJsonString());
        else output.WriteLine($"{planes} plane(s) written to {string.Join(" and ", options.Outputs)}{Camera(options, estimate)}");
    }

    private static string Camera(SimulateOptions options, CameraEstimate? estimate) => estimate is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $": {options.Exposure:P1} of the exposure, gain {estimate.Camera.Gain:G4}, offset {estimate.Camera.Offset:F1}, read noise {estimate.Camera.ReadNoise:G3} electrons");

    private static JsonObject Json(SimulateOptions options, long planes, CameraEstimate? estimate) => new()
    {
        ["status"] = "ok",
        ["exit_code"] = ExitCodes.Done,
        ["input"] = options.Input,
        ["outputs"] = new JsonArray([.. options.Outputs.Select(path => (JsonNode)path)]),
        ["planes"] = planes,
        ["exposure"] = options.Exposure,
        ["gain"] = estimate?.Camera.Gain,
        ["offset"] = estimate?.Camera.Offset,
        ["read_noise"] = estimate?.Camera.ReadNoise,
        ["blur"] = options.Blur,
        ["downsample"] = options.Downsample,
        ["stripes"] = options.Stripes,
        ["hot_pixels"] = options.HotPixels,
        ["jpeg"] = options.Jpeg,
        ["seed"] = options.Seed,
        ["notes"] = new JsonArray([.. (estimate?.Notes ?? []).Select(note => (JsonNode)note)]),
    };
}
