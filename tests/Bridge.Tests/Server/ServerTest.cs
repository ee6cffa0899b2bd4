using System.Diagnostics;
using FijiBridge.Bridge.Client;
using FijiBridge.Bridge.Server;
using FijiBridge.Bridge.Server.Access;
using FijiBridge.Protos.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Tests.Server;

/// <summary>
/// A real server on loopback ports and a real client. A test fails when the server logs an error that the test did not
/// expect, or leaves anything in its spool.
/// </summary>
public abstract class ServerTest
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<GrpcChannel> _channels = [];
    private ServerHost? _server;

    private protected string Folder { get; } = Path.Combine(Path.GetTempPath(), "fijibridge-tests-" + Guid.NewGuid().ToString("N"));

    private protected CapturedLog Log { get; } = new();

    private protected ManualClock Clock { get; } = new();

    private protected ServerHost Server => _server ?? throw new InvalidOperationException("start the server first");

    private protected Restoration.RestorationClient Client { get; private set; } = null!;

    private protected string SpoolRoot => Path.Combine(Folder, "spool");

    private protected ServerOptions Options => new()
    {
        GrpcPort = 0,
        WebPort = 0,
        SpoolFolder = SpoolRoot,
        ModelsFolder = Path.Combine(Folder, "models"),
        DataFolder = Path.Combine(Folder, "data"),
        Device = "cpu",
    };

    private protected Task StartAsync(RestoreStack restore, ServerLimits? limits = null) =>
        StartAsync(restore, Options with { Limits = limits ?? new ServerLimits() });

    private protected Task StartAsync(RestoreStack restore, ServerOptions options) =>
        StartAsync(FakeEngine.With(restore, options.ModelsFolder), options);

    private protected async Task StartAsync(EngineAccess engine, ServerOptions options)
    {
        _server = await ServerHost.StartAsync(options, engine, logging => logging.AddProvider(Log), Clock, default);
        Client = NewClient();
    }

    /// <summary>Starts a server whose jobs outlive it.</summary>
    private protected Task StartKeepingAsync(RestoreStack restore, ServerLimits? limits = null) =>
        StartAsync(restore, Options with { KeepsJobs = true, Limits = limits ?? new ServerLimits { DrainTime = TimeSpan.FromMilliseconds(50) } });

    /// <summary>
    /// Does to the spool what a crash would: what is on the disk at this instant is what the next server finds. Between the two
    /// <paramref name="meddle"/> may change what is there.
    /// </summary>
    private protected async Task CrashAsync(RestoreStack next, ServerLimits? limits = null, Action<string>? meddle = null)
    {
        var (jobs, copy) = (Server.Spool.Folder, Path.Combine(Folder, "copy"));
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(jobs)) CopyIfThere(file, Path.Combine(copy, Path.GetFileName(file)));
        await Server.DisposeAsync();
        if (Directory.Exists(jobs)) Directory.Delete(jobs, recursive: true);
        Directory.Move(copy, jobs);
        meddle?.Invoke(jobs);
        await StartKeepingAsync(next, limits);
    }

    // The server is alive while it is copied: what it deletes meanwhile is gone after the crash too.
    private static void CopyIfThere(string file, string copy)
    {
        try
        {
            File.Copy(file, copy);
        }
        catch (FileNotFoundException)
        {
            File.Delete(copy);
        }
    }

    /// <summary>Starts it with the real engine.</summary>
    private protected async Task StartAsync(ServerOptions options)
    {
        _server = await ServerHost.StartAsync(options, logging => logging.AddProvider(Log));
        Client = NewClient();
    }

    /// <summary>A client with a connection of its own; dispose the channel to cut it.</summary>
    private protected GrpcChannel NewChannel(HttpMessageHandler? handler = null)
    {
        var channel = GrpcChannel.ForAddress(Server.GrpcAddress, new GrpcChannelOptions { HttpHandler = handler ?? new SocketsHttpHandler() });
        _channels.Add(channel);
        return channel;
    }

    /// <summary>A channel that shows a token with each call.</summary>
    private protected GrpcChannel NewChannel(string token) => NewChannel(new TokenHandler(token, new SocketsHttpHandler()));

    private protected Restoration.RestorationClient NewClient() => new(NewChannel());

    private protected Restoration.RestorationClient NewClient(string token) => new(NewChannel(token));

    /// <summary>A file with the tokens that <see cref="Token"/> has made.</summary>
    private protected string TokensFile => Path.Combine(Folder, "tokens.json");

    private protected string Token(string user, Role role = Role.User) =>
        new TokenFile(TokensFile).Create(user, role, DateTimeOffset.UtcNow, TimeSpan.FromDays(1)).Token;

    /// <summary>Waits until something has become true on the server.</summary>
    private protected static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    private protected static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var waiting = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.IsLessThan(Patience, waiting.Elapsed, $"waited in vain until {what}");
            await Task.Delay(10);
        }
    }

    /// <summary>Waits until the server holds no job and no file.</summary>
    private protected Task UntilEmptyAsync() => UntilAsync(() => Server.Jobs.Count == 0 && IsSpoolEmpty, "the job table and the spool are empty");

    private protected bool IsSpoolEmpty => Server.Spool.UsedBytes == 0 && Directory.GetFiles(Server.Spool.Folder).Length == 0;

    [TestCleanup]
    public async Task StopAsync()
    {
        foreach (var channel in _channels) channel.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        Assert.IsEmpty(Log.UnexpectedErrors, string.Join("\n", Log.UnexpectedErrors));
        if (!Directory.Exists(Folder)) return;
        if (Directory.Exists(SpoolRoot)) Assert.IsEmpty(Directory.GetFileSystemEntries(SpoolRoot));
        Directory.Delete(Folder, recursive: true);
    }
}
