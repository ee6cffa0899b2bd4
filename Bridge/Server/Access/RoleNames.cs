namespace FijiBridge.Bridge.Server.Access;

/// <summary>Roles as the command line, the file of tokens and sentences for users write them.</summary>
internal static class RoleNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Role>().Select(Of)];

    public static string Of(Role role) => role.ToString().ToLowerInvariant();

    /// <returns>Null for any other name.</returns>
    public static Role? Find(string name) => All.Contains(name) ? Enum.GetValues<Role>().Single(role => Of(role) == name) : null;
}
