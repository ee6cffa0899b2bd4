using System.CommandLine;
using FijiBridge.Engine.Metrics;

namespace FijiBridge.Bridge.Commands.Evaluating;

/// <summary>The options that say how images are compared with their ground truth.</summary>
internal sealed class ComparisonOptions
{
    private readonly Option<bool> _affine = new("--affine")
    {
        Description = "Map each image onto the truth by the least-squares line first: for images that were stretched differently",
    };
    private readonly Option<double?> _range = new("--range")
    {
        Description = "Span of possible values, for instance 255 for 8 bits [default: the truth's own, 0.1 % to 99.9 % quantile]",
        HelpName = "R",
    };

    public ComparisonOptions(Command command)
    {
        command.Add(_affine);
        command.Add(_range);
        _range.Validators.Add(result =>
        {
            if (CommonOptions.Number<double>(result) is { } range && !(range > 0 && double.IsFinite(range)))
                result.AddError($"--range {result.Tokens[0].Value}: the span of values is a number above 0, for instance 255");
        });
    }

    public EvaluationOptions Read(ParseResult parsed) => new() { DataRange = parsed.GetValue(_range), Affine = parsed.GetValue(_affine) };
}
