namespace Grpc.Core;

[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait for more; without it each message is sent at once.</summary>
    BufferHint = 1,

    /// <summary>The message is sent as it is, also on a compressed call.</summary>
    NoCompress = 2,
}

/// <summary>How one message is written.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}
