using FijiBridge.Engine.Models;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>Who makes a call.</summary>
/// <param name="User">Name of the user, as jobs and models remember their owner.</param>
/// <param name="Role">What they may do.</param>
internal sealed record Identity(string User, Role Role)
{
    /// <summary>Whoever sits at this machine, when no tokens are asked for.</summary>
    public static Identity Local { get; } = new("local", Role.Admin);

    /// <summary>Everybody else, when the operator said in words that no tokens are asked for.</summary>
    public static Identity Anonymous { get; } = new("anonymous", Role.User);

    /// <summary>Names that no token can carry, because they stand for callers without one.</summary>
    public static IReadOnlyList<string> ReservedNames { get; } = [Local.User, Anonymous.User];

    public bool IsAdmin => Role >= Role.Admin;

    /// <summary>True for what is one's own, and for everything where one is an admin.</summary>
    public bool MaySee(string owner) => IsAdmin || owner == User;

    /// <summary>True also for models that are everybody's.</summary>
    public bool MaySee(InstalledModel model) => model.Owner is null || MaySee(model.Owner);
}
