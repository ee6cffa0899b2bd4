using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FijiBridge.Bridge.Server;

/// <summary>Reads the certificate that an operator gave in PEM files.</summary>
internal static class Certificates
{
    /// <exception cref="ArgumentException">The files do not hold a certificate and its key.</exception>
    public static HttpsConnectionAdapterOptions Load(string certificateFile, string keyFile)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
            // Windows does not serve TLS with a key that lives in memory only; a PKCS#12 round trip puts it where it does.
            return new HttpsConnectionAdapterOptions
            {
                ServerCertificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null),
                ServerCertificateChain = LoadChain(certificateFile),
            };
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"The TLS files '{certificateFile}' and '{keyFile}' do not hold a PEM certificate and its unencrypted key: {e.Message}", e);
        }
    }

    // The certificates between the server's own and the authority that clients trust.
    private static X509Certificate2Collection LoadChain(string certificateFile)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificateFile);
        return chain;
    }
}
