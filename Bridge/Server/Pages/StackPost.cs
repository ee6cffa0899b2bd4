using System.Buffers;
using System.Globalization;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Metering;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>A stack that the page sends: the body of one POST, with what is asked for in the query. The result is fetched later.</summary>
internal sealed class StackPost(RequestParser parser, Admission admission, JobTable jobs, JobRunner runner, ServerMeters meters, ServerLimits limits)
{
    private const string ParameterPrefix = "p.";
    private const int ChunkBytes = 256 << 10;

    /// <returns>The job, which goes on by itself.</returns>
    public async Task<Job> TakeAsync(HttpContext context)
    {
        // Jobs have a limit of their own, which is told before the body is read.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = limits.MaxUploadBytes;
        var job = admission.Admit(parser.Parse(Header(context.Request), context.Caller()));
        using var seat = job.Attach();
        using var turn = await job.Uploads.TakeAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            await ReceiveAsync(job, context.Request).ConfigureAwait(false);
            await runner.AcceptAsync(job).ConfigureAwait(false);
            return job;
        }
        catch (Exception exception)
        {
            if (exception is IOException or OperationCanceledException && StatusMapping.Foreseen(exception) is null) job.End(JobState.Cancelled, Broken);
            runner.Fail(job, exception);
            jobs.Remove(job);
            throw;
        }
    }

    private async Task ReceiveAsync(Job job, HttpRequest request)
    {
        using var chunk = MemoryPool<byte>.Shared.Rent(ChunkBytes);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(job.Ending, request.HttpContext.RequestAborted);
        for (int count; (count = await request.Body.ReadAsync(chunk.Memory, ending.Token).ConfigureAwait(false)) > 0;)
        {
            if (job.Stack.Length + count > limits.MaxUploadBytes)
                throw new EngineFailure(FailureKind.LimitExceeded, $"The file is larger than the {limits.MaxUploadBytes} bytes that this server takes.");
            job.Stack.Append(chunk.Memory.Span[..count]);
            job.Received();
            meters.Received(count);
        }
        if (job.Stack.Length == 0) throw new EngineFailure(FailureKind.BadInput, "The file is empty.");
    }

    private static RestoreHeader Header(HttpRequest request) => new()
    {
        FileName = request.Query["name"].ToString(),
        Preview = request.Query["preview"] == "true",
        Stack = new StackSummary { FileBytes = (ulong)(request.ContentLength ?? 0) },
        Settings = new RestoreSettings
        {
            Model = request.Query["model"].ToString(),
            OutputType = request.Query["type"] == "float32" ? OutputType.Float32 : OutputType.Same,
            OutputFormat = request.Query["format"] == "imagej" ? OutputFormat.Imagej : OutputFormat.Ome,
            Parameters = { Parameters(request.Query) },
        },
    };

    private static Dictionary<string, double> Parameters(IQueryCollection query) => query
        .Where(pair => pair.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[ParameterPrefix.Length..], pair => Number(pair.Key, pair.Value.ToString()));

    private static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new EngineFailure(FailureKind.BadRequest, $"The parameter {ClientText.Quote(name[ParameterPrefix.Length..])} is {ClientText.Quote(text)}, which is not a number.");

    private static RpcException Broken => new(new Status(StatusCode.Cancelled, "The upload broke off."));
}
