using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>A token in the hands of its user: <c>fijibridge_</c> and 256 random bits in Base64 for addresses.</summary>
internal static class TokenSecret
{
    private const string Prefix = "fijibridge_";
    private const int SecretBytes = 32;

    /// <summary>Longer ones are not looked at. Unit: characters.</summary>
    private const int MaxLength = 200;

    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>SHA-256 of a token.</summary>
    public static byte[] Hash(string token) => token.Length <= MaxLength
        ? SHA256.HashData(Encoding.UTF8.GetBytes(token))
        : RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
}
