using System.Globalization;
using FijiBridge.Engine.Metrics;

namespace FijiBridge.Engine.Training.Packages;

/// <summary>What images were to the model whose restoration of them is judged.</summary>
public enum EvaluationRole
{
    /// <summary>Never trained on, but the best weights were chosen by them.</summary>
    Validation,

    /// <summary>Another sample: neither training nor the choice of weights ever saw it.</summary>
    Independent,
}

/// <summary>Mean figures over the images of one sample.</summary>
/// <param name="Role">What the images were to the model.</param>
/// <param name="Sample">What the sample is called.</param>
/// <param name="Images">Over how many images the figures are means.</param>
/// <param name="Mean">The figures; with those of the restored images.</param>
/// <param name="Affine">Whether each image was first mapped onto its ground truth by the least-squares line.</param>
/// <param name="Source">Where the sample can be had; null: it was not published.</param>
public sealed record ModelEvaluation(EvaluationRole Role, string Sample, int Images, PairScores Mean, bool Affine, string? Source = null)
{
    /// <summary>What was compared, in one sentence.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{Words}: {Sample}, mean of {Images} image(s), data range {Mean.DataRange:0.####}{(Affine ? ", each image mapped onto the ground truth by the least-squares line" : "")}.");

    private string Words => Role == EvaluationRole.Independent
        ? "Independent sample, which neither training nor the choice of weights saw"
        : "Validation images, by which the weights were chosen but not trained";
}
