using System.CommandLine;
using System.IO.Compression;
using FijiBridge.Bridge.Client;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Commands.Models;

/// <summary><c>fijibridge models import FILE</c></summary>
internal sealed class ModelsImportCommand : ModelsSubcommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A zip, or a folder, with rdf.yaml and the ONNX file" };

    private readonly Option<bool> _private = new("--private") { Description = "Nobody but you (and the admins of the server) will see it" };

    public ModelsImportCommand(ModelsOptions options)
        : base("import", "Installs a model.", options)
    {
        Add(_file);
        Add(_private);
    }

    protected override async Task RunAsync(ModelsClient models, ParseResult parsed, TextWriter output, bool json, CancellationToken ct)
    {
        var (path, isPrivate) = (parsed.GetRequiredValue(_file), parsed.GetValue(_private));
        var model = Directory.Exists(path) ? await ImportFolderAsync(models, path, isPrivate, ct) : await models.ImportAsync(path, isPrivate, ct);
        output.WriteLine(json ? ModelJson.Of(model).ToJsonString() : $"{model.Name} {model.Version} imported");
    }

    private static async Task<ModelInfo> ImportFolderAsync(ModelsClient models, string folder, bool isPrivate, CancellationToken ct)
    {
        var zip = Path.GetTempFileName();
        try
        {
            File.Delete(zip);
            await ZipFile.CreateFromDirectoryAsync(folder, zip, ct);
            return await models.ImportAsync(zip, isPrivate, ct);
        }
        finally
        {
            File.Delete(zip);
        }
    }
}
