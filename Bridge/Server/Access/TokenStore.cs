using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>
/// The tokens that open this server. The file is looked at once a second when calls come, so that a revoked token is refused from then on
/// without a restart; one that cannot be read leaves the tokens as they were.
/// </summary>
internal sealed class TokenStore(TokenFile file, TimeProvider clock, ILogger<TokenStore> log)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private volatile Entry[] _entries = Entries(file.Read());
    private (DateTime Written, long Length) _stamp = Stamp(file.Path);
    private long _lookedAt = TimeProvider.System.GetTimestamp();

    /// <summary>Whose token it is.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: unknown, expired or revoked, in a sentence that only the holder of the token sees.</exception>
    public Identity Identify(string token)
    {
        if (TimeProvider.System.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookInterval) Look();
        var record = Find(TokenSecret.Hash(token)) ?? throw Refused("The token is not one of this server's: ask its operator for one.");
        return record.StateAt(clock.GetUtcNow()) switch
        {
            "revoked" => throw Refused($"The token of {record.User} was revoked: ask the operator of the server for a new one."),
            "expired" => throw Refused($"The token of {record.User} expired at {record.Expires:u}: ask the operator of the server for a new one."),
            _ => new Identity(record.User, record.Role),
        };
    }

    /// <summary>Reads the file anew if it has changed.</summary>
    public void Look()
    {
        lock (_lock)
        {
            Volatile.Write(ref _lookedAt, TimeProvider.System.GetTimestamp());
            var stamp = Stamp(file.Path);
            if (stamp == _stamp) return;
            try
            {
                _entries = Entries(file.Read());
                log.TokensRead(_entries.Length, file.Path);
            }
            catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                log.TokensKept(failure.Message);
            }
            _stamp = stamp;
        }
    }

    // All are compared to their end, whatever is found: the time tells nothing about any of them.
    private TokenRecord? Find(byte[] hash)
    {
        TokenRecord? found = null;
        foreach (var (known, record) in _entries)
            if (CryptographicOperations.FixedTimeEquals(known, hash)) found = record;
        return found;
    }

    private static Entry[] Entries(IReadOnlyList<TokenRecord> records) =>
        [.. records.Select(record => new Entry(Convert.FromHexString(record.Sha256), record))];

    private static (DateTime, long) Stamp(string path) =>
        new FileInfo(path) is { Exists: true } info ? (info.LastWriteTimeUtc, info.Length) : default;

    private static RpcException Refused(string sentence) => new(new Status(StatusCode.Unauthenticated, sentence));

    private sealed record Entry(byte[] Sha256, TokenRecord Record);
}
