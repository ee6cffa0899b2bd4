using FijiBridge.Bridge.Server;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Training.Runs;

namespace FijiBridge.Bridge.Commands.Training;

/// <summary>
/// Where a trained model goes: among the user's models, or in a folder of the user's choice. Beside it lies, hidden, the state of the
/// training as long as it is not finished.
/// </summary>
internal sealed class TrainedModelPlace
{
    private readonly string _folder;
    private readonly string _name;
    private readonly ModelCatalog? _catalog;
    private readonly bool _interrupted;

    private TrainedModelPlace(string folder, string name, ModelCatalog? catalog)
    {
        (_folder, _name, _catalog) = (folder, name, catalog);
        Checkpoint = Path.Combine(folder, $".{name}.training");
        _interrupted = File.Exists(Checkpoint);
        Package = Path.Combine(folder, $".incoming-{Guid.NewGuid():N}");
    }

    /// <summary>The state of the training.</summary>
    public string Checkpoint { get; }

    /// <summary>Where the finished package is written first.</summary>
    public string Package { get; }

    /// <exception cref="CommandFailure">The name is taken, or there is an interrupted training of this name.</exception>
    public static TrainedModelPlace Open(TrainOptions options, IProgress<RunProgress> progress)
    {
        var folder = OutputFolder.Create(options.Out ?? new ServerOptions().ModelsFolder);
        var catalog = options.Out is null ? new ModelCatalog(ModelCatalog.BuiltInFolder, folder, check: ModelCheck.Require) : null;
        var place = new TrainedModelPlace(folder, options.ModelName, catalog);
        if (place._interrupted && !options.Resume)
            throw new CommandFailure(ExitCodes.OutputFailed, $"there is an interrupted training of {options.ModelName}: add --resume to go on with it, give the new one another --name, or delete {place.Checkpoint}");
        if (!place._interrupted && place.IsTaken)
            throw new CommandFailure(ExitCodes.OutputFailed, $"there is a model {options.ModelName} already in {folder}: give the new one another --name, or remove it first");
        if (!place._interrupted && options.Resume) progress.Report(new RunProgress { Notice = $"there is no interrupted training of {options.ModelName}; it begins anew" });
        return place;
    }

    /// <summary>Gives the package its name. A model that an interrupted training left is replaced.</summary>
    /// <param name="finished">The state of the training is not needed any more.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="CommandFailure">A model has taken the name since; the package stays where it is.</exception>
    public string Keep(bool finished)
    {
        if (IsTaken && !_interrupted)
            throw new CommandFailure(ExitCodes.OutputFailed, $"a model {_name} has come into {_folder} while this one was trained, which is in {Package}: remove the other, then run fijibridge models import {Package}");
        var folder = _catalog is null ? Move() : Import(_catalog);
        if (finished) File.Delete(Checkpoint);
        return folder;
    }

    private bool IsTaken => _catalog is null ? Path.Exists(Path.Combine(_folder, _name)) : _catalog.List().Any(model => model.Name == _name);

    private string Move()
    {
        var target = Path.Combine(_folder, _name);
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.Move(Package, target);
        return target;
    }

    private string Import(ModelCatalog catalog)
    {
        try
        {
            if (IsTaken) catalog.Remove(_name);
            return catalog.Import(Package).Folder;
        }
        finally
        {
            Directory.Delete(Package, recursive: true);
        }
    }
}
