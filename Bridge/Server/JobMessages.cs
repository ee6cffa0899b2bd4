using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>Jobs in the words of the wire.</summary>
internal static class JobMessages
{
    public static JobInfo Info(Job job)
    {
        var (ticket, view) = (job.Ticket, job.View);
        return new JobInfo
        {
            JobId = ticket.Id,
            Status = StatusOf(view.State),
            FileName = ticket.FileName,
            Model = ClientText.Clean(ticket.Header.Settings?.Model ?? ""),
            Owner = job.Owner,
            Preview = ticket.Header.Preview,
            CreatedMs = ticket.Created.ToUnixTimeMilliseconds(),
            BytesReceived = (ulong)view.BytesReceived,
            FileBytes = (ulong)ticket.FileBytes,
            Progress = Replies.Progress(view).Progress,
            Done = view.Done,
            Failure = view.Failure?.Status.Detail ?? "",
        };
    }

    private static JobStatus StatusOf(JobState state) => state switch
    {
        JobState.Receiving => JobStatus.Receiving,
        JobState.Queued or JobState.Suspended => JobStatus.Queued,
        JobState.Measuring or JobState.Restoring => JobStatus.Running,
        JobState.Done => JobStatus.Done,
        JobState.Failed => JobStatus.Failed,
        JobState.Cancelled => JobStatus.Cancelled,
        _ => JobStatus.Unspecified,
    };
}
