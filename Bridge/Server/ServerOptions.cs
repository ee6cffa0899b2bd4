using System.Net;
using FijiBridge.Bridge.Server.Access;

namespace FijiBridge.Bridge.Server;

/// <summary>How a server is set up. Checked when it starts.</summary>
public sealed record ServerOptions
{
    /// <summary>The address to listen on: an IP address, <c>localhost</c>, or <c>*</c> for all. Default 127.0.0.1: this machine only.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port for gRPC over HTTP/2, and with a certificate for gRPC-Web too. Default 50051; 0: any free one.</summary>
    public int GrpcPort { get; init; } = 50051;

    /// <summary>The port for gRPC-Web over HTTP/1.1, not opened with a certificate. Default 50052; 0: any free one.</summary>
    public int WebPort { get; init; } = 50052;

    /// <summary>Folder of models that users import. Default: <c>fijibridge/models</c> among the user's application data.</summary>
    public string ModelsFolder { get; init; } = ServerFolders.User("models");

    /// <summary>
    /// Folder for the stacks and results of jobs, on a disk with room for <see cref="ServerLimits.MaxSpoolBytes"/>. Default:
    /// <c>fijibridge/spool</c> among the user's application data.
    /// </summary>
    public string SpoolFolder { get; init; } = ServerFolders.User("spool");

    /// <summary>
    /// Jobs outlive the server: the next one on the same spool folder goes on with them. Only one such server can use a
    /// folder; servers that do not keep their jobs can share it. Default false: everything is deleted when the server stops.
    /// </summary>
    public bool KeepsJobs { get; init; }

    /// <summary>auto (default: the fastest that works), cpu, webgpu, cuda, tensorrt, directml or coreml. A named one that does not work stops the start.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>PEM file with the certificate chain. Default none: no TLS. Needs <see cref="TlsKey"/>.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>PEM file with the certificate's private key, not encrypted.</summary>
    public string? TlsKey { get; init; }

    /// <summary>
    /// TLS with a certificate that the server makes and signs itself, keeps in <see cref="DataFolder"/> and uses again at its next start. Clients know it by
    /// its fingerprint. Default false.
    /// </summary>
    public bool TlsAuto { get; init; }

    /// <summary>Folder for what the server keeps from one start to the next. Default: <c>fijibridge/server</c> among the user's application data.</summary>
    public string DataFolder { get; init; } = ServerFolders.User("server");

    /// <summary>The file of tokens that <c>fijibridge token</c> makes. Default none: whoever calls from this machine is let in, as an admin.</summary>
    public string? TokensFile { get; init; }

    /// <summary>Listen for other machines without tokens: everybody who reaches the server can restore stacks. Default false.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Listen for other machines without TLS: everybody on the way can read images and tokens. Default false.</summary>
    public bool AllowCleartext { get; init; }

    /// <summary>File to which a line of JSON is added for each call: who, what, when, outcome. Default none: no such file.</summary>
    public string? AuditLog { get; init; }

    /// <summary>Folder whose pairs of images clients may train on without sending them, by paths inside it. Default none.</summary>
    public string? TrainingFolder { get; init; }

    public ServerLimits Limits { get; init; } = new();

    /// <summary>True when one port serves gRPC and gRPC-Web over TLS.</summary>
    internal bool UsesTls => TlsCertificate is not null || TlsAuto;

    /// <exception cref="ArgumentException">Every complaint, one sentence each.</exception>
    internal void Validate()
    {
        var complaints = Complaints().ToList();
        if (complaints.Count > 0) throw new ArgumentException(string.Join(" ", complaints));
    }

    internal IEnumerable<string> Complaints()
    {
        if (Host is not ("*" or "localhost") && !IPAddress.TryParse(Host, out _))
            yield return $"The host '{Host}' is neither an IP address nor 'localhost' nor '*'.";
        foreach (var (name, port) in new[] { ("gRPC", GrpcPort), ("gRPC-Web", WebPort) })
            if (port is < 0 or > 65535) yield return $"The {name} port {port} is not between 0 and 65535.";
        if (GrpcPort == WebPort && GrpcPort != 0 && !UsesTls)
            yield return $"Without TLS, gRPC and gRPC-Web need two ports, and both are {GrpcPort}.";
        if ((TlsCertificate is null) != (TlsKey is null))
            yield return "TLS needs both a certificate and a key file, and only one of them was given.";
        if (TlsAuto && (TlsCertificate ?? TlsKey) is not null)
            yield return "TLS uses either the certificate that was given or one that the server makes itself (auto), and both were asked for.";
        foreach (var file in new[] { TlsCertificate, TlsKey }.OfType<string>().Where(file => !File.Exists(file)))
            yield return $"The TLS file '{file}' does not exist.";
        if (TrainingFolder is not null && !Directory.Exists(TrainingFolder)) yield return $"The folder for training '{TrainingFolder}' does not exist.";
        if (TokensFile is not null && !File.Exists(TokensFile))
            yield return $"The file of tokens '{TokensFile}' does not exist: fijibridge token create --tokens '{TokensFile}' makes it.";
        else if (TokensFile is not null && PrivateFile.IsOpenToOthers(TokensFile))
            yield return $"The file of tokens '{TokensFile}' can be changed by other users of this computer: chmod 600 it.";
        foreach (var complaint in ExposureRules.Complaints(this).Concat(Limits.Complaints())) yield return complaint;
    }
}
