namespace FijiBridge.Engine.Models;

/// <summary>Which names models can have. A name is also the name of a folder, so it must be harmless as one on every system.</summary>
public static class ModelNames
{
    public const int MaxLength = 64;

    private static readonly string[] Devices = ["con", "prn", "aux", "nul"];

    /// <summary>Lower-case letters, digits, '.', '-' and '_'; the first and last a letter or digit.</summary>
    public static bool IsValid(string name) =>
        name.Length is >= 1 and <= MaxLength
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-' or '_')
        && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !IsWindowsDevice(name.Split('.')[0]);

    private static bool IsWindowsDevice(string name) =>
        Devices.Contains(name) || name is ['c', 'o', 'm', >= '0' and <= '9'] or ['l', 'p', 't', >= '0' and <= '9'];
}
