namespace FijiBridge.Engine.Models;

/// <summary>
/// The models there are: those that came with the program and those that were imported. Folders are looked at anew each time, so
/// that a model copied into the user's folder is there at once. May be used from several threads.
/// </summary>
public sealed class ModelCatalog
{
    private const string Incoming = ".incoming-";

    private readonly Lock _changes = new();
    private readonly ModelCache _cache = new();
    private readonly string _builtInFolder;
    private readonly string? _userFolder;
    private readonly ModelLimits _limits;
    private readonly Action<InstalledModel>? _check;

    /// <param name="builtInFolder">Has one folder for each model; need not exist.</param>
    /// <param name="userFolder">Where imported models go; without one nothing can be imported. Made when needed.</param>
    /// <param name="limits">For models from outside.</param>
    /// <param name="check">Throws when a model must not be installed; see <see cref="ModelCheck.Require"/>.</param>
    public ModelCatalog(string builtInFolder, string? userFolder = null, ModelLimits? limits = null, Action<InstalledModel>? check = null) =>
        (_builtInFolder, _userFolder, _limits, _check) = (builtInFolder, userFolder, limits ?? new ModelLimits(), check);

    /// <summary>Where the program keeps the models that came with it: <c>models</c> beside its assemblies.</summary>
    public static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>
    /// The model that is used when none is named: "denoise" where it is installed, otherwise "smooth", otherwise the first.
    /// </summary>
    public InstalledModel Default
    {
        get
        {
            // Somebody's own model never becomes that of everybody, whatever its name.
            var models = Look().Models.Where(pair => pair.Value.Owner is null).ToDictionary();
            return models.GetValueOrDefault("denoise") ?? models.GetValueOrDefault("smooth")
                ?? models.Values.MinBy(model => model.Name, StringComparer.Ordinal)
                ?? throw new EngineFailure(FailureKind.UnknownModel, "no model is installed");
        }
    }

    /// <summary>All models that can be used, by name. Folders with broken models are left out; see <see cref="Broken"/>.</summary>
    public IReadOnlyList<InstalledModel> List() => [.. Look().Models.Values.OrderBy(model => model.Name, StringComparer.Ordinal)];

    /// <summary>One sentence for each folder whose model cannot be used.</summary>
    public IReadOnlyList<string> Broken() => Look().Broken;

    /// <param name="name">Of the model.</param>
    /// <param name="visible">Which models there are for whoever asks; null: all. Of the others nothing is told.</param>
    /// <exception cref="EngineFailure">UnknownModel, naming those there are.</exception>
    public InstalledModel Find(string name, Func<InstalledModel, bool>? visible = null)
    {
        var (all, broken) = Look();
        var models = all.Where(pair => visible is null || visible(pair.Value)).ToDictionary();
        if (models.TryGetValue(name, out var model)) return model;
        var reason = broken.FirstOrDefault(sentence => sentence.StartsWith(name + ":", StringComparison.Ordinal));
        throw new EngineFailure(FailureKind.UnknownModel, reason is null
            ? $"there is no model '{name}'; there are {string.Join(", ", models.Keys.Order(StringComparer.Ordinal))}"
            : $"the model {reason}");
    }

    /// <summary>Installs a model from a zip. All or nothing: a model that fails a check leaves no trace.</summary>
    /// <param name="zip">Needs to seek.</param>
    /// <param name="owner">The user whose own it becomes; null: it is everybody's.</param>
    /// <exception cref="EngineFailure">BadModel, LimitExceeded, or BadRequest when the name is taken by another model.</exception>
    public InstalledModel Import(Stream zip, string? owner = null) => Install(folder => ModelPackage.Unpack(zip, folder, _limits), owner);

    /// <summary>Installs a model from a folder, or from a zip file.</summary>
    /// <inheritdoc cref="Import(Stream, string?)"/>
    public InstalledModel Import(string path, string? owner = null)
    {
        if (Directory.Exists(path)) return Install(folder => ModelPackage.Copy(path, folder, _limits), owner);
        if (!File.Exists(path)) throw new EngineFailure(FailureKind.BadRequest, $"there is no file or folder {path}");
        using var zip = File.OpenRead(path);
        return Import(zip, owner);
    }

    /// <summary>Writes a model as a zip that <see cref="Import(Stream, string?)"/> and the zoo's programs take.</summary>
    public void Export(string name, Stream zip) => ModelPackage.Pack(Find(name).Folder, zip);

    /// <exception cref="EngineFailure">UnknownModel, or BadRequest for a model that came with the program.</exception>
    public void Remove(string name)
    {
        lock (_changes)
        {
            var model = Find(name);
            if (model.BuiltIn) throw new EngineFailure(FailureKind.BadRequest, $"'{name}' came with the program and cannot be removed");
            // Renamed first, so that nobody finds half a model.
            var doomed = Path.Combine(_userFolder!, Incoming + Guid.NewGuid().ToString("N"));
            Directory.Move(model.Folder, doomed);
            Directory.Delete(doomed, recursive: true);
        }
    }

    private InstalledModel Install(Action<string> fill, string? owner)
    {
        if (_userFolder is null)
            throw new EngineFailure(FailureKind.BadRequest, "there is no folder for models of your own; start with --models DIR");
        var incoming = Path.Combine(_userFolder, Incoming + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(incoming);
        try
        {
            fill(incoming);
            if (owner is not null) ModelOwner.Write(incoming, owner);
            var model = ModelFolder.Open(incoming, builtIn: false);
            _check?.Invoke(model);
            lock (_changes) return Place(model, incoming);
        }
        finally
        {
            if (Directory.Exists(incoming)) Directory.Delete(incoming, recursive: true);
        }
    }

    private InstalledModel Place(InstalledModel model, string incoming)
    {
        if (Look().Models.TryGetValue(model.Name, out var present))
        {
            return present.Sha256 == model.Sha256 && present.Card.Text == model.Card.Text && present.Owner == model.Owner
                ? present
                : throw new EngineFailure(
                    FailureKind.BadRequest,
                    $"a model '{model.Name}' with other content is installed; remove it first or give the new one another name");
        }
        var target = Path.Combine(_userFolder!, model.Name);
        if (Directory.Exists(target))
            throw new EngineFailure(
                FailureKind.BadRequest,
                $"the folder {model.Name} of the models is taken by a model that cannot be used; remove it first");
        Directory.Move(incoming, target);
        return ModelFolder.Open(target, builtIn: false);
    }

    private (Dictionary<string, InstalledModel> Models, List<string> Broken) Look()
    {
        var (models, broken) = (new Dictionary<string, InstalledModel>(), new List<string>());
        foreach (var (folder, builtIn) in Folders(_builtInFolder, true).Concat(Folders(_userFolder, false)))
        {
            try
            {
                var model = _cache.Open(folder, builtIn);
                if (!models.TryAdd(model.Name, model)) broken.Add($"{Path.GetFileName(folder)}: another model has the name '{model.Name}'");
            }
            catch (Exception error) when (error is EngineFailure or IOException or UnauthorizedAccessException)
            {
                broken.Add($"{Path.GetFileName(folder)}: {error.Message}");
            }
        }
        return (models, broken);
    }

    private static IEnumerable<(string Folder, bool BuiltIn)> Folders(string? root, bool builtIn) => root is null || !Directory.Exists(root)
        ? []
        : Directory.EnumerateDirectories(root)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Select(folder => (folder, builtIn));
}
