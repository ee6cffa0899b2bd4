using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Training;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>
/// Every event that the server logs, by name and with an id that never changes: 1xx the server, 2xx jobs, 3xx models, 4xx trainings.
/// </summary>
internal static partial class ServerLog
{
    [LoggerMessage(100, LogLevel.Information, "Listening: gRPC {GrpcAddress}, gRPC-Web {WebAddress}, spool {Spool}")]
    public static partial void Listening(this ILogger log, Uri grpcAddress, Uri webAddress, string spool);

    [LoggerMessage(101, LogLevel.Information, "Stopping: {Jobs} jobs unfinished")]
    public static partial void Stopping(this ILogger log, int jobs);

    [LoggerMessage(102, LogLevel.Error, "Incident {Incident} in {Where}")]
    public static partial void Incident(this ILogger log, Exception exception, string incident, string where);

    [LoggerMessage(103, LogLevel.Information, "{Method} refused: {Reason}")]
    public static partial void Refused(this ILogger log, string method, string reason);

    [LoggerMessage(110, LogLevel.Information, "{Path} from {Address} not let in: {Reason}")]
    public static partial void NotLetIn(this ILogger log, string path, string address, string reason);

    [LoggerMessage(111, LogLevel.Warning, "{Count} more calls were not let in, and are not told one by one")]
    public static partial void MoreNotLetIn(this ILogger log, int count);

    [LoggerMessage(112, LogLevel.Information, "{Count} tokens read from {File}")]
    public static partial void TokensRead(this ILogger log, int count, string file);

    [LoggerMessage(113, LogLevel.Warning, "The tokens stay as they were: {Reason}")]
    public static partial void TokensKept(this ILogger log, string reason);

    [LoggerMessage(114, LogLevel.Error, "The audit log {File} cannot be written")]
    public static partial void AuditFailed(this ILogger log, Exception failure, string file);

    [LoggerMessage(150, LogLevel.Information, "Reloaded: {Models} models")]
    public static partial void Reloaded(this ILogger log, int models);

    [LoggerMessage(200, LogLevel.Information, "Job {JobId} of {Owner} admitted: {File}, model {Model}, {Bytes} bytes announced")]
    public static partial void JobAdmitted(this ILogger log, string jobId, string owner, string file, string model, long bytes);

    [LoggerMessage(201, LogLevel.Information, "Job {JobId} received: {Bytes} bytes")]
    public static partial void JobReceived(this ILogger log, string jobId, long bytes);

    [LoggerMessage(202, LogLevel.Information, "Job {JobId} restores")]
    public static partial void JobRestores(this ILogger log, string jobId);

    [LoggerMessage(203, LogLevel.Information, "Job {JobId} done: {Bytes} bytes in {Seconds:0.00} s on {Device}")]
    public static partial void JobDone(this ILogger log, string jobId, long bytes, double seconds, string device);

    [LoggerMessage(204, LogLevel.Warning, "Job {JobId} failed: {Reason}")]
    public static partial void JobFailed(this ILogger log, string jobId, string reason);

    [LoggerMessage(205, LogLevel.Information, "Job {JobId} ended in state {State}")]
    public static partial void JobEnded(this ILogger log, string jobId, JobState state);

    [LoggerMessage(206, LogLevel.Information, "Job {JobId} lost its client during the upload, after {Bytes} bytes; it waits {Time} for the rest")]
    public static partial void UploadLost(this ILogger log, string jobId, long bytes, TimeSpan time);

    [LoggerMessage(207, LogLevel.Information, "Job {JobId} lost its client in state {State}; it waits {Time} for it")]
    public static partial void ClientLost(this ILogger log, string jobId, JobState state, TimeSpan time);

    [LoggerMessage(208, LogLevel.Information, "Job {JobId} is ended: nobody came for it in time")]
    public static partial void JobForgotten(this ILogger log, string jobId);

    [LoggerMessage(209, LogLevel.Information, "Job {JobId} of an earlier server goes on: {Phase}, after {Runs} runs")]
    public static partial void JobRecovered(this ILogger log, string jobId, JobPhase phase, int runs);

    [LoggerMessage(210, LogLevel.Warning, "Job {JobId} of an earlier server cannot be read and was set aside in {Folder}: {Reason}")]
    public static partial void JobSetAside(this ILogger log, string jobId, string folder, string reason);

    [LoggerMessage(300, LogLevel.Information, "Model {Model} imported, sha256 {Sha256}")]
    public static partial void ModelImported(this ILogger log, string model, string sha256);

    [LoggerMessage(310, LogLevel.Warning, "A model cannot be used: {Reason}")]
    public static partial void ModelBroken(this ILogger log, string reason);

    [LoggerMessage(301, LogLevel.Information, "Model {Model} removed")]
    public static partial void ModelRemoved(this ILogger log, string model);

    [LoggerMessage(400, LogLevel.Information, "Training {RunId} of {Owner} admitted: model {Model}")]
    public static partial void TrainingAdmitted(this ILogger log, string runId, string owner, string model);

    [LoggerMessage(401, LogLevel.Information, "Training {RunId} begins at step {Step}: {Files} files, {Bytes} bytes received")]
    public static partial void TrainingBegins(this ILogger log, string runId, int files, long bytes, long step);

    [LoggerMessage(402, LogLevel.Information, "Training {RunId} done: model {Model}, {Steps} steps, validation {Psnr:0.00} dB")]
    public static partial void TrainingDone(this ILogger log, string runId, string model, long steps, double psnr);

    [LoggerMessage(403, LogLevel.Warning, "Training {RunId} failed: {Reason}")]
    public static partial void TrainingFailed(this ILogger log, string runId, string reason);

    [LoggerMessage(404, LogLevel.Information, "Training {RunId} cancelled")]
    public static partial void TrainingCancelled(this ILogger log, string runId);

    [LoggerMessage(405, LogLevel.Information, "Training {RunId} found, {Phase}, last validation at step {Step}")]
    public static partial void TrainingRecovered(this ILogger log, string runId, TrainingPhase phase, long step);

    [LoggerMessage(406, LogLevel.Warning, "Training {RunId} cannot be read and was moved to {Folder}: {Reason}")]
    public static partial void TrainingSetAside(this ILogger log, string runId, string folder, string reason);

    [LoggerMessage(407, LogLevel.Information, "Training {RunId} was cancelled once more: what was kept of it is deleted")]
    public static partial void TrainingDiscarded(this ILogger log, string runId);
}
