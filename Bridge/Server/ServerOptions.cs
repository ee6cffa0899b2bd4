using System.Net;

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
    public string ModelsFolder { get; init; } = UserFolder("models");

    /// <summary>
    /// Folder for the stacks of running jobs, on a disk with room for <see cref="ServerLimits.MaxSpoolBytes"/>. Several
    /// servers can share it. Default: <c>fijibridge/spool</c> among the user's application data.
    /// </summary>
    public string SpoolFolder { get; init; } = UserFolder("spool");

    /// <summary>auto (default: the fastest that works), cpu, webgpu, cuda, tensorrt, directml or coreml. A named one that does not work stops the start.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>PEM file with the certificate chain. Default none: no TLS. Needs <see cref="TlsKey"/>.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>PEM file with the certificate's private key, not encrypted.</summary>
    public string? TlsKey { get; init; }

    public ServerLimits Limits { get; init; } = new();

    /// <summary>True when one port serves gRPC and gRPC-Web over TLS.</summary>
    internal bool UsesTls => TlsCertificate is not null;

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
        foreach (var file in new[] { TlsCertificate, TlsKey }.OfType<string>().Where(file => !File.Exists(file)))
            yield return $"The TLS file '{file}' does not exist.";
        foreach (var complaint in Limits.Complaints()) yield return complaint;
    }

    private static string UserFolder(string name)
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "fijibridge", name);
    }
}
