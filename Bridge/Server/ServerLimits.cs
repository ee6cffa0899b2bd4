namespace FijiBridge.Bridge.Server;

/// <summary>What the server takes from its clients, and how long it waits for them. Nothing here is unlimited.</summary>
public sealed record ServerLimits
{
    /// <summary>Bytes of one uploaded file. Default 64 GiB. A larger file is refused before it is uploaded.</summary>
    public long MaxUploadBytes { get; init; } = 64L << 30;

    /// <summary>Bytes that all jobs together keep on disk: uploads and results. Default 256 GiB. A job that does not fit is refused.</summary>
    public long MaxSpoolBytes { get; init; } = 256L << 30;

    /// <summary>Jobs that are uploaded, wait or run. Default 64. One more is refused.</summary>
    public int MaxJobs { get; init; } = 64;

    /// <summary>Jobs of any state, results that wait to be fetched included. Default 1000. One more is refused.</summary>
    public int MaxKeptJobs { get; init; } = 1000;

    /// <summary>
    /// How often the result of a job is begun anew because the server died meanwhile. Default 20. Then the job fails: it may
    /// itself be what the server dies of.
    /// </summary>
    public int MaxRuns { get; init; } = 20;

    /// <summary>
    /// Jobs that restore at the same time on one device. Default 1: tiles of one stack fill a device, and the first finishes first. While
    /// nothing but long jobs run, there is one more turn for previews and short jobs.
    /// </summary>
    public int MaxRestoringJobs { get; init; } = 1;

    /// <summary>Trainings that are uploaded, wait or run. Default 8. One more is refused. One at a time runs.</summary>
    public int MaxTrainings { get; init; } = 8;

    /// <summary>Files of one training. Default 4000. One with more is refused.</summary>
    public int MaxTrainingFiles { get; init; } = 4000;

    /// <summary>Pixels of a stack that can go ahead as a preview. Default 2^24. A larger one waits like all others.</summary>
    public long MaxPreviewPixels { get; init; } = 1L << 24;

    /// <summary>Planes of one stack. Default 1,000,000. A stack with more is refused.</summary>
    public long MaxPlanes { get; init; } = 1_000_000;

    /// <summary>Pixels of one plane, of the input and of the result. Default 2^28 (16384 x 16384): a few planes are held in memory.</summary>
    public long MaxPixelsPerPlane { get; init; } = 1L << 28;

    /// <summary>Bytes of one message on the wire. Default 4 MiB; clients send chunks of at most 1 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 4 << 20;

    /// <summary>Connections, of all ports together. Default 256. One more is closed.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Connections from one IPv4 address or IPv6 /64 network. Default 64. One more is closed. Behind a proxy all come from one address.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 64;

    /// <summary>Bytes of all headers of one request. Default 32 KiB. A request with more is refused.</summary>
    public int MaxHeaderBytes { get; init; } = 32 << 10;

    /// <summary>Calls that one user has open at the same time. Default 128. One more is refused.</summary>
    public int MaxUserCalls { get; init; } = 128;

    /// <summary>Jobs of one user that have not ended. Default 50. One more is refused. This and the next three do not bind the user <c>local</c>.</summary>
    public int MaxUserJobs { get; init; } = 50;

    /// <summary>Jobs that one user brings in an hour. Default 1000. One more is refused.</summary>
    public long MaxUserJobsPerHour { get; init; } = 1000;

    /// <summary>Bytes that one user uploads in an hour. Default 1 TiB. A job that would exceed it is refused, before the upload when its size is announced.</summary>
    public long MaxUserBytesPerHour { get; init; } = 1L << 40;

    /// <summary>Pixels that one user has restored in an hour, of all planes. Default 2^42, which is a million planes of 2048 x 2048. A stack that would exceed it is refused.</summary>
    public long MaxUserPixelsPerHour { get; init; } = 1L << 42;

    /// <summary>Bytes of memory that must be free for a job to be taken in. Default 256 MiB. Below it, new jobs are refused and running ones go on.</summary>
    public long MinFreeMemoryBytes { get; init; } = 256L << 20;

    /// <summary>Bytes of an imported model. Default 1 GiB.</summary>
    public long MaxModelBytes { get; init; } = 1L << 30;

    /// <summary>
    /// How long a job goes on, and its result waits, after its client was lost. Default 24 hours. Within it a client can
    /// attach again by Watch; afterwards the job is ended and deleted.
    /// </summary>
    public TimeSpan LostClientTime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an upload that broke off waits to be resumed. Default 10 minutes. Then the job is deleted.</summary>
    public TimeSpan LostUploadTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long a job stays after its end was sent. Default 30 seconds: the last bytes may still be lost on the way. A client
    /// that has them all ends it earlier by Cancel.
    /// </summary>
    public TimeSpan DeliveredTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the images of a training that was cancelled are kept, so that it can be resumed. Default 1 day. Then they are deleted.</summary>
    public TimeSpan CancelledTrainingTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a training that has ended is listed with its figures. Default 30 days, the newest 100. Then it is forgotten; its model stays.</summary>
    public TimeSpan EndedTrainingTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a client may send nothing during an upload. Default 1 minute. Then the job is deleted.</summary>
    public TimeSpan UploadStallTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a client may read nothing of its result. Default 2 minutes. Then it counts as lost.</summary>
    public TimeSpan ReplyStallTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the TLS handshake, and then the headers of a request, may take. Default 15 seconds. Then the connection is closed.</summary>
    public TimeSpan HeaderTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may be open without a call. Default 2 minutes. Then it is closed; clients connect again by themselves.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long a server that keeps its jobs lets running ones finish when it is told to stop. Default 30 seconds. Then they are
    /// interrupted, and the next server begins them anew.
    /// </summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop waits for calls to end. Default 5 seconds. Then their connections are cut.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Every value out of its range, with the range.</summary>
    internal IEnumerable<string> Complaints()
    {
        foreach (var (name, value) in Amounts())
            if (value < 1) yield return $"{name} is {value}: it must be at least 1.";
        foreach (var (name, value) in Times())
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(30)) yield return $"{name} is {value}: it must be above 0 and at most 30 days.";
        if (MaxMessageBytes is > 0 and < 64 << 10) yield return $"MaxMessageBytes is {MaxMessageBytes}: it must be at least 65536.";
        if (MaxHeaderBytes is > 0 and < 4 << 10) yield return $"MaxHeaderBytes is {MaxHeaderBytes}: it must be at least 4096.";
    }

    private IEnumerable<(string Name, long Value)> Amounts() =>
    [
        (nameof(MaxUploadBytes), MaxUploadBytes), (nameof(MaxSpoolBytes), MaxSpoolBytes), (nameof(MaxJobs), MaxJobs), (nameof(MaxKeptJobs), MaxKeptJobs), (nameof(MaxRuns), MaxRuns),
        (nameof(MaxTrainings), MaxTrainings), (nameof(MaxTrainingFiles), MaxTrainingFiles),
        (nameof(MaxRestoringJobs), MaxRestoringJobs), (nameof(MaxPreviewPixels), MaxPreviewPixels), (nameof(MaxPlanes), MaxPlanes), (nameof(MaxPixelsPerPlane), MaxPixelsPerPlane),
        (nameof(MaxMessageBytes), MaxMessageBytes), (nameof(MaxConnections), MaxConnections), (nameof(MaxModelBytes), MaxModelBytes),
        (nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress), (nameof(MaxHeaderBytes), MaxHeaderBytes), (nameof(MaxUserCalls), MaxUserCalls),
        (nameof(MaxUserJobs), MaxUserJobs), (nameof(MaxUserJobsPerHour), MaxUserJobsPerHour), (nameof(MaxUserBytesPerHour), MaxUserBytesPerHour),
        (nameof(MaxUserPixelsPerHour), MaxUserPixelsPerHour), (nameof(MinFreeMemoryBytes), MinFreeMemoryBytes),
    ];

    private IEnumerable<(string Name, TimeSpan Value)> Times() =>
    [
        (nameof(LostClientTime), LostClientTime), (nameof(LostUploadTime), LostUploadTime), (nameof(DeliveredTime), DeliveredTime), (nameof(UploadStallTime), UploadStallTime),
        (nameof(ReplyStallTime), ReplyStallTime), (nameof(StopTime), StopTime), (nameof(HeaderTime), HeaderTime), (nameof(IdleTime), IdleTime), (nameof(DrainTime), DrainTime),
        (nameof(CancelledTrainingTime), CancelledTrainingTime), (nameof(EndedTrainingTime), EndedTrainingTime),
    ];
}
