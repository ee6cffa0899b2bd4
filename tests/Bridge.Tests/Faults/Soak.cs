using System.Globalization;

namespace FijiBridge.Bridge.Tests.Faults;

/// <summary>How long the fault suite runs: short in every test run, long where the environment says so.</summary>
internal static class Soak
{
    /// <summary>The value of an environment variable such as <c>FIJIBRIDGE_KILLS</c>, or what every test run can afford.</summary>
    public static int Count(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
