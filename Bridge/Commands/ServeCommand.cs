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

    public ServeCommand()
        : base("serve", "Serves Fiji and other programs until Ctrl-C or a request to terminate.")
    {
        Option[] options =
        [
            _host, _grpcPort, _webPort, _models, _spool, _data, _device, _certificate, _key, _tls, _tokens, _audit, _allowAnonymous, _allowCleartext,
        ];
        foreach (var option in options) Add(option);
        SetAction((parsed, ct) => RunAsync(Read(parsed), Screen.Of(parsed), ct));
    }

    private static async Task<int> RunAsync(ServerOptions options, Screen screen, CancellationToken ct)
    {
        await using var host = await StartAsync(options, ct);
        Tell(host, options, screen.Out);
        await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        screen.Out.WriteLine("stopping");
        return ExitCodes.Done;
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

    private ServerOptions Read(ParseResult parsed)
    {
        var defaults = new ServerOptions();
        return defaults with
        {
            Host = parsed.GetRequiredValue(_host),
            GrpcPort = parsed.GetValue(_grpcPort),
            WebPort = parsed.GetValue(_webPort),
            ModelsFolder = Full(parsed.GetValue(_models)) ?? defaults.ModelsFolder,
            SpoolFolder = Full(parsed.GetValue(_spool)) ?? defaults.SpoolFolder,
            KeepsJobs = true,
            Device = parsed.GetRequiredValue(_device),
            TlsCertificate = parsed.GetValue(_certificate),
            TlsKey = parsed.GetValue(_key),
            TlsAuto = parsed.GetValue(_tls) == "auto",
            TokensFile = Full(parsed.GetValue(_tokens)),
            AllowAnonymous = parsed.GetValue(_allowAnonymous),
            AllowCleartext = parsed.GetValue(_allowCleartext),
            AuditLog = Full(parsed.GetValue(_audit)),
            DataFolder = Full(parsed.GetValue(_data)) ?? defaults.DataFolder,
        };
    }

    private static string? Full(string? folder) => folder is null ? null : Path.GetFullPath(folder);
}
