namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>Writes what became of the stacks, on standard output.</summary>
internal interface IRestoreResult
{
    void Write(RestoreSummary summary);
}

/// <summary>The forms of a result there are, and when each is used.</summary>
internal static class RestoreResults
{
    public static IRestoreResult For(RestoreOptions options, Screen screen) => options switch
    {
        { Json: true } => new JsonResult(options.Quiet ? screen with { Error = TextWriter.Null } : screen),
        { Quiet: true } => new StatusLineResult(screen.Out),
        _ => new TextResult(screen),
    };
}
