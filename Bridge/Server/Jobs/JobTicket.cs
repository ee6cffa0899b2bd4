using FijiBridge.Bridge.Server.Access;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>What of a job never changes.</summary>
/// <param name="Id">128 random bits in hexadecimal.</param>
/// <param name="Caller">Whose job it is, with the role that they had.</param>
/// <param name="Created">When it was admitted. For people only: the server measures times by a clock that does not jump.</param>
/// <param name="Header">What was asked for.</param>
internal sealed record JobTicket(string Id, Identity Caller, DateTimeOffset Created, RestoreHeader Header)
{
    /// <summary>For logs and lists, cleaned of control characters; never a path.</summary>
    public string FileName { get; } = ClientText.Clean(Header.FileName);

    /// <summary>Size of the upload as announced, 0 when not known.</summary>
    public long FileBytes => (long)(Header.Stack?.FileBytes ?? 0);
}
