using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Server;

/// <summary>
/// A certificate that the server makes and signs itself, and uses again at its next start. No authority vouches for it: clients know it by its
/// fingerprint.
/// </summary>
internal static class AutoCertificate
{
    private const int Years = 10;
    private const string FileName = "tls.pem";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    // Made anew before it expires, so that a client that looks at the dates has no reason to complain.
    private static readonly TimeSpan Reserve = TimeSpan.FromDays(30);

    /// <returns>The PEM file with the certificate and its key, for the server's user alone.</returns>
    public static string Provide(string folder, DateTimeOffset now)
    {
        var path = Path.Combine(folder, FileName);
        if (IsUsable(path, now)) return path;
        PrivateFile.CreateFolder(folder);
        PrivateFile.Replace(path, Encoding.ASCII.GetBytes(Make(now)));
        return path;
    }

    private static bool IsUsable(string path, DateTimeOffset now)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(path, path);
            return certificate.NotAfter.ToUniversalTime() > now + Reserve;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Environment.MachineName}, O=FijiBridge", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(Names());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    // All names and addresses that this machine has now, for clients that look at them although they know the fingerprint.
    private static X509Extension Names()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in new[] { "localhost", Environment.MachineName }.Distinct(StringComparer.OrdinalIgnoreCase)) names.AddDnsName(name);
        foreach (var address in Addresses()) names.AddIpAddress(address);
        return names.Build();
    }

    private static IEnumerable<IPAddress> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => new IPAddress(address.Address.GetAddressBytes()))
        .Concat([IPAddress.Loopback, IPAddress.IPv6Loopback])
        .Distinct();
}
