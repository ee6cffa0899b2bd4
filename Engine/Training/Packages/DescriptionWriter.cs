using System.Globalization;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;
using YamlDotNet.Serialization;

namespace FijiBridge.Engine.Training.Packages;

/// <summary>Writes rdf.yaml of the BioImage Model Zoo, format 0.5.</summary>
internal static class DescriptionWriter
{
    public const string Network = "model.onnx", Documentation = "README.md", TestInput = "test-input.npy", TestOutput = "test-output.npy";

    /// <summary>The file with the test value of a number.</summary>
    public static string TestNumber(string name) => $"test-{name.Replace('_', '-')}.npy";

    private static readonly ISerializer Yaml = new SerializerBuilder().WithQuotingNecessaryStrings().Build();

    private static readonly string[] Metrics = ["PSNR", "SSIM", "NRMSE"];
    private static readonly string[] MetricMeanings =
        ["peak signal-to-noise ratio in dB", "structural similarity (Wang 2004)", "root mean squared error over the root mean square of the truth"];

    /// <param name="trained">The network.</param>
    /// <param name="description">What its authors say.</param>
    /// <param name="sizes">Tiles that it takes.</param>
    /// <param name="channels">Input channels of the model's file.</param>
    /// <param name="sha256">Of the model's file.</param>
    public static string Write(TrainedNetwork trained, ModelDescription description, NetworkSizes sizes, int channels, string sha256) => Yaml.Serialize(Present(
        ("format_version", "0.5.4"),
        ("type", "model"),
        ("name", description.Name),
        ("version", description.Version),
        ("description", description.Description),
        ("authors", People(description.Authors)),
        ("license", description.License),
        ("documentation", Documentation),
        ("cite", Citations(trained.Network.Architecture.Cite(), description.Citations)),
        ("tags", description.Tags),
        ("timestamp", description.Timestamp.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)),
        ("training_data", description.Data is { } data ? Data(data) : null),
        ("inputs", new[] { Input(trained.Network, description, sizes, channels) }.Concat(description.Parameters.Select(Number)).ToArray()),
        ("outputs", new[] { Output(trained.Network, description, sizes) }),
        ("weights", Present(("onnx", Present(("source", Network), ("sha256", sha256), ("opset_version", Graph.GraphBuilder.Opset))))),
        ("config", Present(
            ("bioimageio", Present(("evaluations", description.Evaluations.Count > 0 ? description.Evaluations.Select(Evaluation).ToArray() : null))),
            ("fijibridge", Own(trained, description, channels))))));

    private static Dictionary<string, object> Input(Network network, ModelDescription description, NetworkSizes sizes, int channels) => Present(
        ("id", "input"),
        ("description", channels == 1 ? "One channel of an image in any units." : $"{channels} neighbouring frames of one channel; the middle one is restored."),
        ("axes", Axes(network, channels, sizes, (_, size) => [("size", Present(("min", size.Min), ("step", size.Step)))])),
        ("data", Present(("type", "float32"))),
        ("test_tensor", Present(("source", TestInput))),
        ("preprocessing", description.Before.Count > 0 ? description.Before.Select(Step).ToArray() : null));

    private static Dictionary<string, object> Number(ModelParameter parameter) => Present(
        ("id", parameter.Name),
        ("description", parameter.Description),
        ("axes", new[] { Present(("type", "index"), ("size", 1)) }),
        ("data", Present(("type", "float32"), ("range", new[] { parameter.Minimum, parameter.Maximum }))),
        ("test_tensor", Present(("source", TestNumber(parameter.Name)))));

    private static Dictionary<string, object> Limits(ModelParameter parameter) => Present(
        ("description", parameter.Description),
        ("default", parameter.Default),
        ("minimum", parameter.Minimum),
        ("maximum", parameter.Maximum),
        ("estimate", parameter.Estimate is { } figure ? ModelCardReader.Word(figure) : null),
        ("trained", parameter.Trained is { } trained ? Present(("minimum", trained.Low), ("maximum", trained.High)) : null));

    private static Dictionary<string, object> Output(Network network, ModelDescription description, NetworkSizes sizes) => Present(
        ("id", "output"),
        ("description", "The restored image, before the scaling is undone."),
        ("axes", Axes(network, 1, sizes, (axis, size) =>
        [
            ("size", Present(("tensor_id", "input"), ("axis_id", axis))),
            ("scale", size.Scale > 1 ? 1.0 / size.Scale : null),
            ("halo", size.Halo * size.Scale),
        ])),
        ("data", Present(("type", "float32"))),
        ("test_tensor", Present(("source", TestOutput))),
        ("postprocessing", description.After.Count > 0 ? description.After.Select(Step).ToArray() : null));

    private static List<object> Axes(Network network, int channels, NetworkSizes sizes, Func<string, AxisConstraint, (string, object?)[]> lengths)
    {
        object Space(string id, AxisConstraint size) => Present([("type", "space"), ("id", id), .. lengths(id, size)]);
        var middle = channels / 2;
        var names = channels == 1 ? ["intensity"] : Enumerable.Range(0, channels).Select(i => i == middle ? "frame" : $"frame{i - middle:+0;-0}").ToArray();
        var axes = new List<object> { Present(("type", "batch")), Present(("type", "channel"), ("channel_names", names)) };
        if (network.Architecture.Volume) axes.Add(Space("z", sizes.Z));
        axes.AddRange([Space("y", sizes.Y), Space("x", sizes.X)]);
        return axes;
    }

    private static Dictionary<string, object> Step(ProcessingStep step) => Present(
        ("id", step.Name),
        ("kwargs", step.Arguments.Count > 0 ? Present([.. step.Arguments.Select(argument => (argument.Key, Plain(argument.Value)))]) : null));

    // Arguments are kept as texts; as numbers they must stand in the file without quotes.
    private static object? Plain(object? value) => value switch
    {
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        IReadOnlyList<object?> list => list.Select(Plain).ToArray(),
        _ => value,
    };

    private static Dictionary<string, object> Data(TrainingData data) => Present(
        ("type", "dataset"),
        ("format_version", "0.3.0"),
        ("name", data.Name),
        ("description", data.Description),
        ("authors", People(data.Authors)),
        ("cite", Citations(new Citation(data.Name, Url: data.Source))),
        ("source", data.Source),
        ("license", data.License));

    private static Dictionary<string, object> Evaluation(ModelEvaluation evaluation)
    {
        var scores = new (string Name, string Meaning, Scores? Scores)[]
        {
            ("noisy", "the recorded image", evaluation.Mean.Noisy),
            ("smoothed", "the best Gaussian filter, chosen with the ground truth", evaluation.Mean.Smoothed),
            ("median", "a median of 3 x 3 pixels", evaluation.Mean.Median),
            ("nlm", "non-local means", evaluation.Mean.Nlm),
            ("restored", "this model", evaluation.Mean.Restored),
        }.Where(column => column.Scores is not null).ToArray();
        double[] Row(Func<Scores, double> score) => [.. scores.Select(column => Math.Round(score(column.Scores!), 4))];
        return Present(
            ("dataset_id", evaluation.Sample),
            ("dataset_source", evaluation.Source),
            ("dataset_role", evaluation.Role.ToString().ToLowerInvariant()),
            ("sample_count", evaluation.Images),
            ("evaluation_factors", scores.Select(column => column.Name).ToArray()),
            ("evaluation_factors_long", scores.Select(column => column.Meaning).ToArray()),
            ("metrics", Metrics),
            ("metrics_long", MetricMeanings),
            ("results", new[] { Row(score => score.Psnr), Row(score => score.Ssim), Row(score => score.Nrmse) }),
            ("results_summary", evaluation.Summary));
    }

    private static Dictionary<string, object> Own(TrainedNetwork trained, ModelDescription description, int channels)
    {
        (string, object?)[] told = [.. description.Training.Select(fact => (fact.Key, (object?)fact.Value))];
        return Present(
            ("frames", channels),
            ("removes_artefacts", description.RemovesArtefacts ? true : null),
            ("parameters", description.Parameters.Count > 0 ? description.Parameters.ToDictionary(parameter => parameter.Name, Limits) : null),
            ("noise", description.Noise is { } noise ? Present(("smallest", noise.Smallest), ("largest", noise.Largest)) : null),
            ("training", Present([
                ("architecture", trained.Network.Architecture.ToString()),
                ("weights", trained.Weights.Length),
                ("steps", trained.Steps),
                ("best_step", trained.BestStep),
                ("validation_psnr", trained.BestScore),
                ("seconds", Math.Round(trained.Elapsed.TotalSeconds)),
                ("program", $"FijiBridge {RestorationEngine.Version}"),
                .. told])));
    }

    private static Dictionary<string, object>[] People(IEnumerable<string> names) => [.. names.Select(name => Present(("name", name)))];

    private static Dictionary<string, object>[] Citations(Citation first, IReadOnlyList<Citation>? others = null) =>
        [.. others.Prepend(first).Select(citation => Present(("text", citation.Text), ("doi", citation.Doi), ("url", citation.Doi is null ? citation.Url : null)))];

    private static IEnumerable<Citation> Prepend(this IReadOnlyList<Citation>? others, Citation first) => Enumerable.Prepend(others ?? [], first);

    private static Dictionary<string, object> Present(params (string Key, object? Value)[] entries) =>
        entries.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value!);
}
