using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Auditing;
using FijiBridge.Bridge.Server.Jobs;
using FijiBridge.Bridge.Server.Metering;
using FijiBridge.Bridge.Server.Pages;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Bridge.Server.Training;
using FijiBridge.Bridge.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server;

/// <summary>Puts the parts of a server together. Nothing comes from the environment or from files but what the options say.</summary>
internal static class ServerApplication
{
    public static WebApplication Build(
        ServerOptions options, Endpoints endpoints, Spool spool, EngineAccess engine, Action<ILoggingBuilder>? logging, TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "fijibridge" });
        logging?.Invoke(builder.Logging);
        // It logs as errors what clients did wrong; what goes wrong inside a call, FailureInterceptor reports.
        builder.Logging.AddFilter("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.None);
        builder.WebHost.UseKestrelCore();
        if (options.UsesTls) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options.Limits));
        builder.WebHost.ConfigureKestrel(endpoints.Listen);
        AddParts(builder.Services, options, spool, engine, clock);
        var app = builder.Build();
        Map(app);
        return app;
    }

    // A client that uploads reads nothing meanwhile, and one that restores a large stack sends nothing: the byte rates that
    // Kestrel demands do not fit. Uploads and replies have stall times of their own; other calls keep the rate of the request.
    private static void Limit(KestrelServerOptions kestrel, ServerLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = limits.HeaderTime;
        kestrel.Limits.KeepAliveTimeout = limits.IdleTime;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }

    private static void AddParts(IServiceCollection services, ServerOptions options, Spool spool, EngineAccess engine, TimeProvider clock)
    {
        services.AddRouting().AddFijiBridgeWire();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.Limits.MaxMessageBytes;
            grpc.MaxSendMessageSize = options.Limits.MaxMessageBytes;
            grpc.Interceptors.Add<UnreadableMessages.Passed>();
            grpc.Interceptors.Add<AuditInterceptor>();
            grpc.Interceptors.Add<CallLimiter>();
            grpc.Interceptors.Add<FailureInterceptor>();
        });
        services.AddSingleton(options.Limits).AddSingleton(spool).AddSingleton(engine).AddSingleton(clock);
        AddAccess(services, options);
        services.AddSingleton<CallLimiter>().AddSingleton<UserQuotas>().AddSingleton<Admission>().AddSingleton(new MemoryGuard(options.Limits));
        services.AddSingleton<FailureReporter>().AddSingleton<ServerDescription>().AddSingleton<RequestParser>().AddSingleton<Checker>();
        services.AddSingleton(new FairQueue(options.Limits.MaxRestoringJobs * engine.InUse.Count, clock)).AddSingleton<WorkEstimates>();
        services.AddSingleton<JobStore>().AddSingleton<JobTable>().AddSingleton<JobRunner>().AddSingleton<JobRecovery>().AddHostedService<JobSweeper>().AddHostedService<MemoryTrimmer>();
        services.AddSingleton(options).AddSingleton<TrainingParser>().AddSingleton<TrainingStore>().AddSingleton<TrainingTable>().AddSingleton<TrainingChecker>().AddSingleton<TrainingRunner>().AddSingleton<TrainingRecovery>();
        services.AddSingleton<ServerMeters>().AddSingleton<PrometheusText>();
        services.AddSingleton<RecentJobs>().AddSingleton<Overview>().AddSingleton<TrainingOverview>().AddSingleton<StackPost>().AddSingleton<PageErrors>().AddSingleton<PageEndpoints>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.StopTime);
    }

    private static void AddAccess(IServiceCollection services, ServerOptions options)
    {
        if (options.TokensFile is { } file) services.AddSingleton(new TokenFile(file)).AddSingleton<TokenStore>();
        services.AddSingleton(parts => new Authenticator(parts.GetService<TokenStore>()));
        services.AddSingleton(parts => new AuditLog(options.AuditLog, parts.GetRequiredService<TimeProvider>(), parts.GetRequiredService<ILogger<AuditLog>>()));
    }

    private static void Map(WebApplication app)
    {
        app.UseGrpcWeb();
        app.UseMiddleware<Gate>().UseMiddleware<UnreadableMessages>();
        app.MapGrpcService<RestorationService>();
        app.MapGrpcService<ModelsService>();
        app.MapGrpcService<TrainingService>();
        app.MapFijiBridgeWire();
        app.MapMetrics();
        app.Services.GetRequiredService<PageEndpoints>().Map(app);
    }
}
