using System.Security.Cryptography;
using System.Text.Json;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>
/// The file of tokens: JSON, for the server's user alone, replaced as a whole, so that a crash at any instant leaves the old one or the new one.
/// </summary>
internal sealed class TokenFile(string path)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        WriteIndented = true,
    };

    private readonly string _path = System.IO.Path.GetFullPath(path);

    public string Path => _path;

    /// <exception cref="InvalidDataException">It is not a file of tokens.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public IReadOnlyList<TokenRecord> Read()
    {
        try
        {
            using var file = File.OpenRead(_path);
            var tokens = JsonSerializer.Deserialize<List<TokenRecord>>(file, Json) ?? throw new JsonException("it is empty");
            return tokens.TrueForAll(IsWhole) ? tokens : throw new JsonException("a hash is not 64 hexadecimal digits, or a name is missing");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"the file of tokens {_path} cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>Adds a token for a user, and makes the file when it is missing.</summary>
    /// <returns>The token, which nothing remembers, and what is kept of it.</returns>
    public (string Token, TokenRecord Record) Create(string user, Role role, DateTimeOffset now, TimeSpan? validity)
    {
        var token = TokenSecret.New();
        var record = new TokenRecord
        {
            Id = RandomNumberGenerator.GetHexString(8, lowercase: true),
            User = user,
            Role = role,
            Sha256 = Convert.ToHexStringLower(TokenSecret.Hash(token)),
            Created = now,
            Expires = now + validity,
        };
        Change(tokens => [.. tokens, record]);
        return (token, record);
    }

    /// <summary>Revokes the token of this id, or all tokens of this user.</summary>
    /// <returns>Those that are revoked by this call.</returns>
    public IReadOnlyList<TokenRecord> Revoke(string idOrUser, DateTimeOffset now)
    {
        var revoked = new List<TokenRecord>();
        Change(tokens => [.. tokens.Select(token =>
        {
            if (token.Revoked is not null || (token.Id != idOrUser && token.User != idOrUser)) return token;
            revoked.Add(token with { Revoked = now });
            return revoked[^1];
        })]);
        return revoked;
    }

    // Two programs that change the file at the same time do it one after the other.
    private void Change(Func<IReadOnlyList<TokenRecord>, TokenRecord[]> change)
    {
        PrivateFile.CreateFolder(System.IO.Path.GetDirectoryName(_path)!);
        using var turn = PrivateFile.Lock(_path + ".lock");
        var tokens = File.Exists(_path) ? Read() : [];
        PrivateFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(change(tokens), Json));
    }

    private static bool IsWhole(TokenRecord? token) =>
        token is { Id.Length: > 0, User.Length: > 0, Sha256.Length: 2 * SHA256.HashSizeInBytes } && token.Sha256.All(char.IsAsciiHexDigit);
}
