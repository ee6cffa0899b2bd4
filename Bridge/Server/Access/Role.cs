namespace FijiBridge.Bridge.Server.Access;

/// <summary>What somebody may do. The higher ones hold the lower ones.</summary>
public enum Role
{
    /// <summary>Restores stacks, and sees their own jobs and models.</summary>
    User,

    /// <summary>Also trains models, which are private at first.</summary>
    Trainer,

    /// <summary>Also imports and removes models, and sees the jobs and models of everybody.</summary>
    Admin,
}
