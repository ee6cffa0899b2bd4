using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Bridge.Server.Training;
using FijiBridge.Engine;
using FijiBridge.Engine.Inference;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>A running server: its ports, its jobs, its temporary storage. Dispose it to stop it.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Endpoints _endpoints;
    private readonly Spool _spool;
    private readonly EngineAccess _engine;
    private int _stopped;

    private ServerHost(WebApplication app, Endpoints endpoints, Spool spool, EngineAccess engine) =>
        (_app, _endpoints, _spool, _engine) = (app, endpoints, spool, engine);

    /// <summary>Where gRPC over HTTP/2 is served, with the real port.</summary>
    public Uri GrpcAddress => _endpoints.GrpcAddress;

    /// <summary>Where gRPC-Web is served, over HTTP/1.1 too; with TLS the same as <see cref="GrpcAddress"/>.</summary>
    public Uri WebAddress => _endpoints.WebAddress;

    /// <summary>SHA-256 of the certificate, by which clients can know the server; null without TLS.</summary>
    public Fingerprint? Fingerprint => _endpoints.Fingerprint;

    /// <summary>The device that restores, and why no better one does.</summary>
    public DeviceChoice Device => _engine.Choice;

    /// <summary>The jobs, for tests and for a page that shows them.</summary>
    internal JobTable Jobs => _app.Services.GetRequiredService<JobTable>();

    internal Spool Spool => _spool;

    /// <summary>Starts a server, with the engine on the device that the options ask for.</summary>
    /// <param name="options">Checked before anything is started.</param>
    /// <param name="logging">Where the log goes; null: nowhere.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <exception cref="ArgumentException">The options contradict themselves: every complaint.</exception>
    /// <exception cref="EngineFailure">The device that was asked for does not work.</exception>
    /// <exception cref="IOException">A port is taken, or the spool folder cannot be used.</exception>
    public static async Task<ServerHost> StartAsync(
        ServerOptions options, Action<ILoggingBuilder>? logging = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var engine = await EngineAccess.StartAsync(options, cancellation).ConfigureAwait(false);
        return await StartAsync(options, engine, logging, TimeProvider.System, cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts a server on another engine or clock; both the engine and the server are disposed together.</summary>
    internal static async Task<ServerHost> StartAsync(
        ServerOptions options, EngineAccess engine, Action<ILoggingBuilder>? logging, TimeProvider clock, CancellationToken cancellation)
    {
        options.Validate();
        var host = await BuildAsync(options, engine, logging, clock).ConfigureAwait(false);
        try
        {
            host._app.Services.GetRequiredService<JobRecovery>().Run();
            host._app.Services.GetRequiredService<TrainingRecovery>().Run();
            await host._app.StartAsync(cancellation).ConfigureAwait(false);
            host.Log.Listening(host.GrpcAddress, host.WebAddress, host.Spool.Folder);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<ServerHost> BuildAsync(ServerOptions options, EngineAccess engine, Action<ILoggingBuilder>? logging, TimeProvider clock)
    {
        Spool? spool = null;
        try
        {
            var endpoints = new Endpoints(options);
            spool = new Spool(options.SpoolFolder, options.Limits.MaxSpoolBytes, options.KeepsJobs);
            return new ServerHost(ServerApplication.Build(options, endpoints, spool, engine, logging, clock), endpoints, spool, engine);
        }
        catch
        {
            spool?.Dispose();
            await engine.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Reads tokens anew, looks at the folders of models and writes down what is there. Both happen without that too, when somebody calls.
    /// </summary>
    public void Reload()
    {
        _app.Services.GetService<TokenStore>()?.Look();
        Log.Reloaded(_engine.Models.List().Count);
        ReadModels();
    }

    /// <summary>Reads the models, for which the first caller would wait otherwise, and writes down those that cannot be used.</summary>
    public void ReadModels()
    {
        foreach (var broken in _engine.Models.Broken()) Log.ModelBroken(ClientText.OneLine(broken));
    }

    /// <summary>Lets jobs that run finish where jobs are kept, ends the others or leaves them to the next server, waits for the calls to end, closes the ports and deletes the temporary storage.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1) return;
        Log.Stopping(Jobs.Unfinished);
        _app.Lifetime.StopApplication();
        try
        {
            await _app.Services.GetRequiredService<TrainingTable>().StopAsync().ConfigureAwait(false);
            _app.Services.GetRequiredService<FairQueue>().Close();
            await Jobs.DrainAsync().ConfigureAwait(false);
            await Jobs.StopAsync().ConfigureAwait(false);
            await _app.StopAsync().ConfigureAwait(false);
        }
        finally
        {
            await _app.DisposeAsync().ConfigureAwait(false);
            await _engine.DisposeAsync().ConfigureAwait(false);
            _spool.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private ILogger Log => _app.Services.GetRequiredService<ILogger<ServerHost>>();
}
