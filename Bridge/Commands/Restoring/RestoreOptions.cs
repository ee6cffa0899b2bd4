using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Restoring;

/// <summary>What <c>fijibridge restore</c> was asked to do.</summary>
public sealed record RestoreOptions
{
    /// <summary>A file, a folder or a pattern with <c>*</c> and <c>?</c> in its last part.</summary>
    public required string Input { get; init; }

    /// <summary>A file, or a folder when <see cref="Input"/> is a folder or a pattern.</summary>
    public required string Output { get; init; }

    /// <summary>Where to restore; null: in a server inside this program.</summary>
    public ServerTarget? Server { get; init; }

    /// <summary>The device of the server inside this program.</summary>
    public string Device { get; init; } = "auto";

    public required RestoreSettings Settings { get; init; }

    public bool Overwrite { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }
}
