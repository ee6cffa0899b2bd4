using System.Text;
using FijiBridge.Engine.Models.Description;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Models;

/// <summary>Reads rdf.yaml.</summary>
public static class ModelCardReader
{
    /// <summary>Larger descriptions are refused. Unit: bytes.</summary>
    public const long MaxBytes = 1 << 20;

    /// <exception cref="EngineFailure">BadModel: the description is broken, or asks for what is not possible here.</exception>
    public static ModelCard ReadFile(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= MaxBytes
            ? Read(File.ReadAllText(path), Path.GetFileName(path))
            : throw new EngineFailure(
                FailureKind.BadModel,
                $"{Path.GetFileName(path)} has {length} bytes; a description of at most {MaxBytes} bytes is read");
    }

    /// <inheritdoc cref="ReadFile"/>
    public static ModelCard Read(string yaml, string fileName = "rdf.yaml")
    {
        var root = DescriptionNode.Parse(yaml, fileName);
        var format = root["format_version"].Text();
        var (inputs, outputs) = format switch
        {
            _ when format.StartsWith("0.5.", StringComparison.Ordinal) => Tensors05(root),
            _ when format.StartsWith("0.4.", StringComparison.Ordinal) => Tensors04(root),
            _ => throw root["format_version"].Bad($"is {format}; 0.4 and 0.5 are read"),
        };
        if (!inputs.Any(tensor => tensor.IsImage)) throw root["inputs"].Bad("has no tensor with the axes y and x");
        if (!outputs.Any(tensor => tensor.IsImage)) throw root["outputs"].Bad("has no tensor with the axes y and x");
        return Card(root, yaml, inputs, outputs);
    }

    private static ModelCard Card(DescriptionNode root, string yaml, TensorDescription[] inputs, TensorDescription[] outputs)
    {
        var title = root["name"].Text();
        var (image, result) = (inputs.First(tensor => tensor.IsImage), outputs.First(tensor => tensor.IsImage));
        var own = root["config"]["fijibridge"];
        return new ModelCard
        {
            Name = NameOf(root, title),
            Title = title,
            Version = root["version"].Text(""),
            Description = root["description"].Text(""),
            License = root["license"].Text(""),
            Authors = [.. root["authors"].Items.Select(author => author["name"].Text(""))],
            Inputs = inputs,
            Outputs = outputs,
            Weights = Weights(root["weights"]["onnx"]),
            Parameters = [.. inputs.Where(tensor => !tensor.IsImage).Select(tensor => Parameter(tensor, own["parameters"][tensor.Id]))],
            Frames = own["frames"].Whole(1, image.Axis(AxisKind.Time)?.Min ?? 1),
            RemovesArtefacts = own["removes_artefacts"].Flag(),
            Processing = new IntensityProcessing(image.Processing, result.Processing),
            Text = yaml,
        };
    }

    private static (TensorDescription[] Inputs, TensorDescription[] Outputs) Tensors05(DescriptionNode root) =>
        ([.. root["inputs"].Items.Select(TensorReader05.Input)], [.. root["outputs"].Items.Select(TensorReader05.Output)]);

    private static (TensorDescription[] Inputs, TensorDescription[] Outputs) Tensors04(DescriptionNode root) =>
        ([.. root["inputs"].Items.Select((tensor, i) => TensorReader04.Input(tensor, TestTensor(root["test_inputs"], i)))],
         [.. root["outputs"].Items.Select((tensor, i) => TensorReader04.Output(tensor, TestTensor(root["test_outputs"], i)))]);

    private static string? TestTensor(DescriptionNode list, int i) => i < list.Items.Count ? list.Items[i].Text() : null;

    private static OnnxWeights Weights(DescriptionNode onnx)
    {
        if (!onnx.Exists) throw onnx.Bad("is missing; only models with ONNX weights can be used");
        if (onnx["external_data"].Exists) throw onnx["external_data"].Bad("names a second file of weights; keep them inside the ONNX file");
        return new OnnxWeights(
            onnx["source"].Text(),
            onnx["sha256"].OptionalText?.ToLowerInvariant(),
            onnx["opset_version"].Exists ? onnx["opset_version"].Whole(1) : null);
    }

    private static ModelParameter Parameter(TensorDescription tensor, DescriptionNode config)
    {
        if (tensor.Axes.Any(axis => axis.Min != 1 || axis.Step != 0))
            throw config.Bad($"cannot be: the second input '{tensor.Id}' has more than one element, and only numbers are possible beside the image");
        var parameter = new ModelParameter(
            tensor.Id, config["description"].Text(tensor.Text), config["default"].Number(), config["minimum"].Number(), config["maximum"].Number())
        {
            Estimate = config["estimate"].Exists ? Estimate(config["estimate"]) : null,
            Trained = config["trained"].Exists ? (config["trained"]["minimum"].Number(), config["trained"]["maximum"].Number()) : null,
        };
        return parameter.Minimum <= parameter.Default && parameter.Default <= parameter.Maximum
            ? parameter
            : throw config.Bad($"has the default {parameter.Default} outside {parameter.Minimum} to {parameter.Maximum}");
    }

    /// <summary>The word by which a description asks for a figure.</summary>
    internal static string Word(NoiseFigure figure) => $"noise_{figure.ToString().ToLowerInvariant()}";

    private static NoiseFigure Estimate(DescriptionNode word)
    {
        var figures = Enum.GetValues<NoiseFigure>();
        var wanted = word.Text();
        return Array.FindIndex(figures, figure => Word(figure) == wanted) is var i and >= 0
            ? figures[i]
            : throw word.Bad($"is {wanted}; {string.Join(", ", figures.Select(Word))} can be estimated");
    }

    /// <summary>
    /// The zoo's identifier where it is a plain word ("affable-shark"), otherwise the title in lower case with '-' for what a name
    /// cannot hold.
    /// </summary>
    private static string NameOf(DescriptionNode root, string title)
    {
        var nickname = root["config"]["bioimageio"]["nickname"].OptionalText ?? root["id"].OptionalText;
        if (nickname is not null && ModelNames.IsValid(nickname)) return nickname;
        var name = new StringBuilder();
        foreach (var letter in title.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_') name.Append(letter);
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
        }
        var slug = name.ToString().Trim('-', '.', '_');
        slug = slug[..Math.Min(slug.Length, ModelNames.MaxLength)].TrimEnd('-', '.', '_');
        return ModelNames.IsValid(slug) ? slug : throw root["name"].Bad($"is '{title}', of which no name can be made");
    }
}
