using System.Buffers;
using System.Reflection;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Metering;
using FijiBridge.Engine.Models;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace FijiBridge.Bridge.Server.Pages;

/// <summary>The web page at <c>/</c> and the small JSON interface behind it. The page itself tells nothing: all that it shows needs a caller.</summary>
internal sealed class PageEndpoints(
    PageErrors errors, Overview overview, TrainingOverview trainings, StackPost post, JobTable jobs, RecentJobs recent, EngineAccess engine, ServerMeters meters)
{
    private const int ChunkBytes = 256 << 10;

    private static readonly (string Path, string File, string Type)[] Content =
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/page.css", "page.css", "text/css; charset=utf-8"),
        ("/page.js", "page.js", "text/javascript; charset=utf-8"),
        ("/trainings.js", "trainings.js", "text/javascript; charset=utf-8"),
    ];

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var (path, file, type) in Content) MapContent(endpoints, path, file, type);
        MapGet(endpoints, "/api/overview", context => context.Response.WriteAsJsonAsync(overview.For(context.Caller()), context.RequestAborted));
        MapGet(endpoints, "/api/trainings", context => TaggedJson.WriteAsync(context, trainings.For(context.Caller())));
        MapGet(endpoints, "/api/trainings/{id}/history", context => TaggedJson.WriteAsync(context, trainings.HistoryOf(IdOf(context), context.Caller())));
        MapGet(endpoints, "/api/models/{name}", ModelAsync);
        MapGet(endpoints, "/api/jobs/{id}/before.png", context => PictureAsync(context, entry => entry.Before));
        MapGet(endpoints, "/api/jobs/{id}/after.png", context => PictureAsync(context, entry => entry.After));
        MapGet(endpoints, "/api/jobs/{id}/result", ResultAsync);
        endpoints.MapPost("/api/jobs", context => errors.GuardAsync(context, PostAsync));
        endpoints.MapDelete("/api/jobs/{id}", context => errors.GuardAsync(context, DeleteAsync));
        endpoints.MapDelete("/api/trainings/{id}", context => errors.GuardAsync(context, DiscardAsync));
    }

    private void MapGet(IEndpointRouteBuilder endpoints, string path, Func<HttpContext, Task> action) =>
        endpoints.MapGet(path, context =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return errors.GuardAsync(context, action);
        });

    private static void MapContent(IEndpointRouteBuilder endpoints, string path, string file, string type)
    {
        var bytes = Read(file);
        endpoints.MapGet(path, context =>
        {
            var headers = context.Response.Headers;
            headers.ContentType = type;
            headers.CacheControl = "no-cache";
            headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
        }).WithMetadata(OpenToAll.Mark);
    }

    private static byte[] Read(string file)
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("FijiBridge.Bridge.Server.Pages.Content." + file)!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }

    private async Task PostAsync(HttpContext context)
    {
        var job = await post.TakeAsync(context).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(new { job.Id }, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        await jobs.EndAsync(Find(context), JobState.Cancelled, new RpcException(new Status(StatusCode.Cancelled, "The job was cancelled."))).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task DiscardAsync(HttpContext context)
    {
        trainings.Discard(IdOf(context), context.Caller());
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private async Task ModelAsync(HttpContext context)
    {
        var model = engine.Models.Find($"{context.Request.RouteValues["name"]}", context.Caller().MaySee);
        await context.Response.WriteAsJsonAsync(new { model.Name, Rdf = model.Card.Text, Readme = Readme(model) }, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Readme(InstalledModel model)
    {
        var path = Path.Combine(model.Folder, "README.md");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private async Task PictureAsync(HttpContext context, Func<RecentJobs.Entry, byte[]?> which)
    {
        var entry = recent.Find(IdOf(context));
        if (entry is null || !context.Caller().MaySee(entry.Owner) || which(entry) is not { } picture) throw Unknown;
        context.Response.ContentType = "image/png";
        await context.Response.Body.WriteAsync(picture, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ResultAsync(HttpContext context)
    {
        var job = Find(context);
        if (job.View.Done is not { } done) throw new RpcException(new Status(StatusCode.FailedPrecondition, "The job is not done."));
        using var seat = job.Attach();
        var name = new ContentDispositionHeaderValue("attachment");
        name.SetHttpFileName(Path.GetFileNameWithoutExtension(job.Ticket.FileName) + "-restored.tif");
        context.Response.Headers.ContentDisposition = name.ToString();
        context.Response.ContentType = "image/tiff";
        context.Response.ContentLength = (long)done.ResultBytes;
        using var chunk = MemoryPool<byte>.Shared.Rent(ChunkBytes);
        int count;
        for (long offset = 0; (count = await job.Result.ReadAsync(chunk.Memory, offset, context.RequestAborted).ConfigureAwait(false)) > 0; offset += count)
        {
            await context.Response.Body.WriteAsync(chunk.Memory[..count], context.RequestAborted).ConfigureAwait(false);
            meters.Sent(count);
        }
    }

    private Job Find(HttpContext context) =>
        jobs.Find(IdOf(context)) is { } job && context.Caller().MaySee(job.Owner) ? job : throw Unknown;

    private static string IdOf(HttpContext context) => $"{context.Request.RouteValues["id"]}";

    private static RpcException Unknown => new(new Status(StatusCode.NotFound, "There is no such job any more."));
}
