using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>Keeps the record of one job up to date. Each method returns when the record is safe, before anybody is told.</summary>
internal sealed class JobKeeper(JobStore store, JobRecord record)
{
    private JobRecord _record = record;

    public JobTicket Ticket => _record.Ticket;

    /// <summary>What the record says now.</summary>
    public JobRecord Record => _record;

    public void Admitted() => store.Save(_record);

    /// <summary>The upload is whole.</summary>
    public void Accepted(long bytes, uint crc) =>
        Save(_record with { Phase = JobPhase.Accepted, InputBytes = bytes, InputCrc = crc });

    /// <summary>The result is being made; should the server die, the record tells how often that was tried.</summary>
    public void Began() => Save(_record with { Runs = _record.Runs + 1 });

    public void Finished(Done done) => Save(_record with { Phase = JobPhase.Done, Done = done });

    /// <summary>The reason waits for a client that is away. On a disk that is full it does not, and the job is gone.</summary>
    public void Failed(RpcException reason)
    {
        try
        {
            Save(_record with { Phase = JobPhase.Failed, Failure = reason });
        }
        catch (IOException)
        {
            Forget();
        }
    }

    public void Forget() => store.Delete(Ticket.Id);

    private void Save(JobRecord record) => store.Save(_record = record);
}
