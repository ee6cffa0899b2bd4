using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FijiBridge.Bridge.Client;

/// <summary>SHA-256 of a certificate, by which clients know a server that no authority vouches for.</summary>
public sealed class Fingerprint
{
    private readonly byte[] _sha256;

    private Fingerprint(byte[] sha256) => _sha256 = sha256;

    public static Fingerprint Of(X509Certificate certificate) => new(SHA256.HashData(certificate.GetRawCertData()));

    /// <summary>Reads 64 hexadecimal digits, with or without colons between the pairs, as <c>fijibridge serve</c> and openssl print them.</summary>
    /// <exception cref="FormatException">Something else; the message is a sentence for the user.</exception>
    public static Fingerprint Parse(string text)
    {
        var digits = text.Replace(":", "", StringComparison.Ordinal).Trim();
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit)
            ? new Fingerprint(Convert.FromHexString(digits))
            : throw new FormatException($"the fingerprint \"{text}\" is not one: it has 64 hexadecimal digits, and fijibridge serve prints it");
    }

    public bool Matches(X509Certificate? certificate) => certificate is not null && Of(certificate)._sha256.AsSpan().SequenceEqual(_sha256);

    /// <summary>Pairs of digits with colons between them.</summary>
    public override string ToString() => string.Join(':', _sha256.Select(pair => pair.ToString("X2", null)));
}
