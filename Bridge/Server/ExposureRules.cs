using System.Net;

namespace FijiBridge.Bridge.Server;

/// <summary>What a server that others can reach needs, unless its operator says in words that it does without.</summary>
internal static class ExposureRules
{
    public static IEnumerable<string> Complaints(ServerOptions options)
    {
        if (!ReachesOthers(options.Host)) yield break;
        if (options.TokensFile is null && !options.AllowAnonymous)
            yield return $"On '{options.Host}' everybody who reaches this computer could use the server: give it a file of tokens " +
                "(--tokens FILE, which fijibridge token create makes), or say --allow-anonymous.";
        if (!options.UsesTls && !options.AllowCleartext)
            yield return $"On '{options.Host}' images and tokens would travel in clear text: give a certificate (--tls-cert and --tls-key, or --tls auto), " +
                "or say --allow-cleartext.";
    }

    // What is no address at all is told elsewhere.
    private static bool ReachesOthers(string host) =>
        host == "*" || (IPAddress.TryParse(host, out var address) && !IPAddress.IsLoopback(address));
}
