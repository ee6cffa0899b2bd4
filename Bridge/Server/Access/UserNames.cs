namespace FijiBridge.Bridge.Server.Access;

/// <summary>Which names users can have. They stand in logs and files, but are never part of a path.</summary>
internal static class UserNames
{
    public const int MaxLength = 64;

    public const string Rule =
        "1 to 64 letters, digits, '.', '-', '_' and '@' of ASCII, the first a letter or digit; 'local' and 'anonymous' are callers without a token";

    public static bool IsValid(string name) =>
        name.Length is >= 1 and <= MaxLength
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@')
        && char.IsAsciiLetterOrDigit(name[0])
        && !Identity.ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase);
}
