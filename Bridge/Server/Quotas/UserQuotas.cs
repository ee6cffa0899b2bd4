using System.Collections.Concurrent;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Engine;
using FijiBridge.Engine.Images;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>
/// What each user may ask of the server: jobs at the same time, and jobs, bytes and pixels in an hour. Whoever sits at this machine without a token has no
/// other limits than the server itself.
/// </summary>
internal sealed class UserQuotas(ServerLimits limits, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, UserAccount> _accounts = new();

    /// <summary>Why this user may bring no job of this many bytes now; null when they may.</summary>
    public Complaint? Refusal(string user, long bytes) => IsFree(user) ? null : Of(user).Refusal(bytes);

    /// <summary>Counts a job that begins.</summary>
    /// <exception cref="EngineFailure">LimitExceeded.</exception>
    public void Enter(string user, long announcedBytes)
    {
        if (!IsFree(user)) Of(user).Enter(announcedBytes);
    }

    /// <summary>Counts a job on which nothing works any more, with the bytes that had come.</summary>
    public void Leave(string user, long bytes)
    {
        if (!IsFree(user)) Of(user).Leave(bytes);
    }

    /// <summary>Counts the pixels of a stack that is about to be restored.</summary>
    /// <exception cref="EngineFailure">LimitExceeded: they are more than is left for this hour.</exception>
    public void ChargePixels(string user, StackShape shape)
    {
        if (!IsFree(user)) Of(user).ChargePixels((UInt128)shape.PixelsPerPlane * (UInt128)shape.PlaneCount);
    }

    private static bool IsFree(string user) => user == Identity.Local.User;

    private UserAccount Of(string user) => _accounts.GetOrAdd(user, _ => new UserAccount(limits, clock));
}
