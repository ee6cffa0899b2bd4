using System.CommandLine;
using System.Security.Cryptography;
using FijiBridge.Bridge.Server;
using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Commands;

/// <summary><c>fijibridge serve</c>: serves the lab until it is told to stop.</summary>
internal sealed class ServeCommand : Command
{
    private readonly Option<string> _host =
        CommonOptions.Value("--host", "ADDRESS", "127.0.0.1", "Where to listen: an IP address, localhost, or * for all");
    private readonly Option<int> _grpcPort =
        CommonOptions.Value("--grpc-port", "PORT", 50051, "For gRPC over HTTP/2, and with a certificate for everything; 0: any free port");
    private readonly Option<int> _webPort =
        CommonOptions.Value("--web-port", "PORT", 50052, "For gRPC-Web over HTTP/1.1, which Fiji speaks; 0: any free port");
    private readonly Option<string?> _models =
        CommonOptions.Value("--models", "DIR", "Folder of imported models [default: fijibridge/models in the user's data]");
    private readonly Option<string?> _spool =
        CommonOptions.Value("--spool", "DIR", "Folder for stacks and results, which outlive the server; for one server alone [default: fijibridge/spool in the user's data]");
    private readonly Option<string> _device = CommonOptions.Device();
    private readonly Option<string?> _certificate =
        CommonOptions.Value("--tls-cert", "FILE", "PEM file with the certificate chain: everything over TLS");
    private readonly Option<string?> _key =
        CommonOptions.Value("--tls-key", "FILE", "PEM file with the certificate's private key");
    private readonly Option<string> _tls = CommonOptions.Choice(
        "--tls", "auto: TLS with a certificate that the server makes, keeps and signs itself; clients give its fingerprint", "off", "auto");
    private readonly Option<string?> _tokens =
        CommonOptions.Value("--tokens", "FILE", "Only calls with a token of this file are let in (see fijibridge token)");
    private readonly Option<bool> _allowAnonymous = new("--allow-anonymous") { Description = "Let other computers use the server without a token" };
    private readonly Option<bool> _allowCleartext = new("--allow-cleartext") { Description = "Serve other computers without TLS, for everybody on the way to read" };
    private readonly Option<string?> _audit =
        CommonOptions.Value("--audit-log", "FILE", "Add a line of JSON for each call: who, what, when, outcome");
    private readonly Option<string?> _data =
        CommonOptions.Value("--data", "DIR", "Folder for what the server keeps between starts [default: fijibridge/server in the user's data]");

    private readonly Option<string?> _trainingData =
        CommonOptions.Value("--training-data", "DIR", "Folder whose images clients may train on without sending them [default: none]");
    private readonly Option<string?> _config = CommonOptions.Value(
        "--config", "FILE", "Options and limits as JSON [default: appsettings.json beside the program, if it is there]; the command line wins");
    private readonly (Option Option, string Name)[] _settings;

    public ServeCommand()
        : base("serve", "Serves Fiji and other programs until Ctrl-C or a request to terminate.")
    {
        _settings =
        [
            (_host, nameof(ServerOptions.Host)), (_grpcPort, nameof(ServerOptions.GrpcPort)), (_webPort, nameof(ServerOptions.WebPort)),
            (_models, nameof(ServerOptions.ModelsFolder)), (_spool, nameof(ServerOptions.SpoolFolder)), (_data, nameof(ServerOptions.DataFolder)),
            (_device, nameof(ServerOptions.Device)), (_certificate, nameof(ServerOptions.TlsCertificate)), (_key, nameof(ServerOptions.TlsKey)),
            (_tokens, nameof(ServerOptions.TokensFile)), (_audit, nameof(ServerOptions.AuditLog)),
            (_allowAnonymous, nameof(ServerOptions.AllowAnonymous)), (_allowCleartext, nameof(ServerOptions.AllowCleartext)),
            (_trainingData, nameof(ServerOptions.TrainingFolder)),
        ];
        Option[] others = [_tls, _config];
        foreach (var option in _settings.Select(setting => setting.Option).Concat(others)) Add(option);
        SetAction((parsed, ct) => RunAsync(parsed, Screen.Of(parsed), ct));
    }

    private async Task<int> RunAsync(ParseResult parsed, Screen screen, CancellationToken ct)
    {
        var options = Checked(() => Read(parsed));
        await using var host = await StartAsync(options, ct);
        using var hangup = Interruption.OnHangup(host.Reload);
        Tell(host, options, screen.Out);
        var reading = Task.Run(host.ReadModels, CancellationToken.None);
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        screen.Out.WriteLine("stopping");
        await reading;
        return ExitCodes.Done;
    }

    private static T Checked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException contradiction)
        {
            throw new CommandFailure(ExitCodes.WrongUsage, contradiction.Message, contradiction);
        }
    }

    private static async Task<ServerHost> StartAsync(ServerOptions options, CancellationToken ct)
    {
        try
        {
            return await ServerHost.StartAsync(options, Log, ct);
        }
        catch (ArgumentException contradiction)
        {
            throw new CommandFailure(ExitCodes.WrongUsage, contradiction.Message, contradiction);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CommandFailure(ExitCodes.CannotServe, $"the server cannot start: {failure.Message}", failure);
        }
    }

    // Standard output is for the addresses; what happens afterwards goes to standard error, a line for each event.
    private static void Log(ILoggingBuilder logging)
    {
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddSimpleConsole(line =>
            (line.SingleLine, line.TimestampFormat, line.UseUtcTimestamp) = (true, "yyyy-MM-dd HH:mm:ssZ ", true));
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning);
    }

    private static void Tell(ServerHost host, ServerOptions options, TextWriter output)
    {
        output.WriteLine($"gRPC      {Shown(host.GrpcAddress)}");
        output.WriteLine($"gRPC-Web  {Shown(host.WebAddress)}");
        if (host.Fingerprint is { } fingerprint) output.WriteLine($"TLS       certificate {fingerprint}");
        output.WriteLine($"tokens    {options.TokensFile ?? "none: " + WhoComesIn(options)}");
        output.WriteLine($"models    {options.ModelsFolder}");
        output.WriteLine($"spool     {options.SpoolFolder}");
        output.WriteLine($"device    {host.Device.Device}");
        foreach (var notice in host.Device.Notices) output.WriteLine($"          {notice}");
        output.WriteLine("Ctrl-C stops it.");
    }

    private static string WhoComesIn(ServerOptions options) =>
        options.AllowAnonymous ? "everybody who reaches this server comes in" : "whoever calls from this computer comes in";

    private static string Shown(Uri address) => address.GetLeftPart(UriPartial.Authority);

    // Only what was written on the command line: the rest is for the configuration file, the environment and the defaults to say.
    private ServerOptions Read(ParseResult parsed)
    {
        var options = ServerConfiguration.Read(parsed.GetValue(_config), Given(parsed));
        return options with
        {
            ModelsFolder = Path.GetFullPath(options.ModelsFolder),
            SpoolFolder = Path.GetFullPath(options.SpoolFolder),
            DataFolder = Path.GetFullPath(options.DataFolder),
            TokensFile = Full(options.TokensFile),
            AuditLog = Full(options.AuditLog),
            TrainingFolder = Full(options.TrainingFolder),
        };
    }

    private IEnumerable<KeyValuePair<string, string?>> Given(ParseResult parsed)
    {
        foreach (var (option, name) in _settings)
            if (parsed.GetResult(option) is { Implicit: false } given) yield return new(name, given.Tokens.Count > 0 ? given.Tokens[^1].Value : bool.TrueString);
        if (parsed.GetResult(_tls) is { Implicit: false }) yield return new(nameof(ServerOptions.TlsAuto), $"{parsed.GetValue(_tls) == "auto"}");
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
