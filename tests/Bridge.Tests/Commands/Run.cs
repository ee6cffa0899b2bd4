using FijiBridge.Bridge.Commands;

namespace FijiBridge.Bridge.Tests.Commands;

/// <summary>Runs a command line inside the test and keeps what it wrote.</summary>
internal sealed record Run(int ExitCode, string Out, string Error)
{
    public static async Task<Run> Of(CancellationToken ct, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandRunner.RunAsync(CommandList.Create(), args, output, error, ct);
        return new Run(code, output.ToString(), error.ToString());
    }

    public static Task<Run> Of(params string[] args) => Of(CancellationToken.None, args);
}
