using System.Text.Json.Serialization;

namespace FijiBridge.Bridge.Server.Access;

/// <summary>A token as it is kept: everything but the token itself.</summary>
internal sealed record TokenRecord
{
    /// <summary>8 hexadecimal digits by which the operator names it; no secret.</summary>
    public required string Id { get; init; }

    public required string User { get; init; }

    [JsonConverter(typeof(RoleConverter))]
    public required Role Role { get; init; }

    /// <summary>SHA-256 of the token, hexadecimal. A token is 256 random bits, so that no slower hash makes guessing any harder.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>From then on it opens nothing; null: it does not expire.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Since then it opens nothing; null: it was not revoked.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>valid, expired or revoked.</summary>
    public string StateAt(DateTimeOffset now) => Revoked <= now ? "revoked" : Expires <= now ? "expired" : "valid";
}
