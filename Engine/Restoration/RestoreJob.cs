using FijiBridge.Engine.Models;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Engine.Restoration;

/// <summary>The pixel type of a result.</summary>
public enum OutputType
{
    /// <summary>The input's; integers are rounded and clamped.</summary>
    Same,

    /// <summary>32-bit floats in the input's intensity units.</summary>
    Float32,
}

/// <summary>What was asked for, checked: a model that is installed, and a value inside its limits for each of its parameters.</summary>
public sealed record RestoreJob
{
    /// <exception cref="EngineFailure">BadRequest: with every complaint of <see cref="Complaints"/>.</exception>
    public RestoreJob(InstalledModel model, IReadOnlyDictionary<string, double>? parameters = null)
    {
        var given = parameters ?? new Dictionary<string, double>();
        var complaints = Complaints(model, given);
        if (complaints.Count > 0) throw new EngineFailure(FailureKind.BadRequest, string.Join("; ", complaints));
        Model = model;
        Estimated = [.. model.Card.Parameters.Where(parameter => parameter.Estimate is not null && !given.ContainsKey(parameter.Name))];
        Parameters = model.Card.Parameters.ToDictionary(parameter => parameter.Name, parameter => given.GetValueOrDefault(parameter.Name, parameter.Default));
    }

    public InstalledModel Model { get; }

    /// <summary>A value for each parameter of the model.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; }

    /// <summary>The parameters whose values are measured in each channel of the stack, because none was given.</summary>
    public IReadOnlyList<ModelParameter> Estimated { get; }

    /// <summary>Nothing was given of what can be measured.</summary>
    public bool EstimatesAll => Estimated.Count == Model.Card.Parameters.Count(parameter => parameter.Estimate is not null);

    /// <summary>Default <see cref="OutputType.Same"/>.</summary>
    public OutputType OutputType { get; init; } = OutputType.Same;

    /// <summary>Default <see cref="TiffFormat.Ome"/>.</summary>
    public TiffFormat Format { get; init; } = TiffFormat.Ome;

    /// <summary>Default <see cref="TiffCompression.None"/>, with which the result can be read while it grows.</summary>
    public TiffCompression Compression { get; init; } = TiffCompression.None;

    /// <summary>Everything that is wrong with parameters for a model: unknown names, values outside their limits. Empty: nothing.</summary>
    public static IReadOnlyList<string> Complaints(InstalledModel model, IReadOnlyDictionary<string, double> parameters)
    {
        var complaints = new List<string>();
        foreach (var (name, value) in parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
        {
            var parameter = model.Card.Parameters.FirstOrDefault(parameter => parameter.Name == name);
            if (parameter is null)
                complaints.Add($"the model {model.Name} has no parameter '{name}'{Known(model)}");
            else if (!(value >= parameter.Minimum && value <= parameter.Maximum))
                complaints.Add($"the parameter '{name}' is {value}; {parameter.Minimum} to {parameter.Maximum} are possible");
        }
        return complaints;
    }

    private static string Known(InstalledModel model) => model.Card.Parameters.Count == 0
        ? "; it has none"
        : $"; it has {string.Join(", ", model.Card.Parameters.Select(parameter => parameter.Name))}";
}
