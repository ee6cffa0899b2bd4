namespace FijiBridge.Bridge.Client;

/// <summary>A server, and what opens it.</summary>
/// <param name="Address">Where it is.</param>
public sealed record ServerTarget(Uri Address)
{
    /// <summary>Shown to the server with each call; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>The only certificate that is accepted, whoever signed it; null: any that this computer trusts.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>The user accepts that others on the way can read the token and the images.</summary>
    public bool AllowCleartext { get; init; }

    /// <summary>Why the token is not sent there; null when it can be, or there is none.</summary>
    public string? Complaint => (Address.Scheme, Token, Fingerprint) switch
    {
        ("http", _, not null) => $"a server fingerprint belongs to TLS: write https:// before {Address.Authority}",
        ("http", not null, _) when !Address.IsLoopback && !AllowCleartext =>
            $"the token would travel to {Address.Authority} in clear text, for everybody on the way to read: use https://, or --allow-cleartext on a network that you trust",
        _ => null,
    };
}
