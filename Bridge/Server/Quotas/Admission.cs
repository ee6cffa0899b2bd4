using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Engine;

namespace FijiBridge.Bridge.Server.Quotas;

/// <summary>The gate for jobs: the machine, the user and the server must all have room for one.</summary>
internal sealed class Admission(JobTable jobs, UserQuotas quotas, MemoryGuard memory)
{
    /// <summary>Why a job is not taken in at this moment; null when it is.</summary>
    /// <param name="user">Who brings it.</param>
    /// <param name="fileBytes">Size of the upload, 0 when not known.</param>
    /// <param name="expectedBytes">What it will need in the spool.</param>
    public Complaint? Refusal(string user, long fileBytes, long expectedBytes) =>
        memory.Refusal() ?? quotas.Refusal(user, fileBytes) ?? jobs.Refusal(expectedBytes);

    /// <summary>Takes a job in.</summary>
    /// <exception cref="EngineFailure">There is no room for it.</exception>
    /// <exception cref="Grpc.Core.RpcException">The server is stopping.</exception>
    public Job Admit(StackRequest request)
    {
        if (memory.Refusal() is { } refusal) throw new EngineFailure(refusal.Kind, refusal.Sentence);
        quotas.Enter(request.Caller.User, request.FileBytes);
        try
        {
            var job = jobs.Admit(request);
            _ = LeaveAtItsEndAsync(job);
            return job;
        }
        catch
        {
            quotas.Leave(request.Caller.User, 0);
            throw;
        }
    }

    private async Task LeaveAtItsEndAsync(Job job)
    {
        await job.Gone.ConfigureAwait(false);
        quotas.Leave(job.Owner, job.Stack.Length);
    }
}
