using FijiBridge.Bridge.Server.Access;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tiff;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>A wire request that was checked and found good.</summary>
/// <param name="Caller">Who sent it.</param>
/// <param name="Header">The request as it was sent.</param>
/// <param name="Job">What the engine is to do.</param>
/// <param name="FileName">For logs and provenance, cleaned of control characters; never a path.</param>
/// <param name="FileBytes">Size of the upload as announced, 0 when not known.</param>
/// <param name="ExpectedBytes">What the job will need in the spool, as far as it can be told now.</param>
internal sealed record StackRequest(Identity Caller, RestoreHeader Header, RestoreJob Job, string FileName, long FileBytes, long ExpectedBytes)
{
    /// <summary>Uncompressed results are written from front to back, and can be sent while they are written.</summary>
    public bool StreamsWhileRestoring => Job.Compression == TiffCompression.None;
}
