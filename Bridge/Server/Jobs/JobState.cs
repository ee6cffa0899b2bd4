namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>The life of a job, in order; the last four are ends.</summary>
internal enum JobState
{
    /// <summary>The stack is being uploaded.</summary>
    Receiving,

    /// <summary>The stack is here and readable; other jobs are ahead.</summary>
    Queued,

    /// <summary>Statistics of the whole stack are being computed.</summary>
    Measuring,

    /// <summary>Tiles run through the network.</summary>
    Restoring,

    /// <summary>The whole result can be fetched.</summary>
    Done,

    Failed,

    Cancelled,

    /// <summary>The server stops; the next one goes on with it.</summary>
    Suspended,
}
