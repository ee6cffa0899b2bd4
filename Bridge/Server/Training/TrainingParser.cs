using FijiBridge.Engine;
using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Pairs;
using FijiBridge.Engine.Training.Runs;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>The settings on the wire and the files that came with them become a request to the engine.</summary>
internal sealed class TrainingParser(EngineAccess engine, ServerOptions options)
{
    private const string Uploaded = "uploaded pairs", Somebody = "somebody";

    /// <summary>What can be seen from the settings alone, before anything is uploaded: a name that is taken, words that are unknown, numbers out of range, folders that may not be used.</summary>
    public IReadOnlyList<Complaint> Complaints(TrainingSettings settings)
    {
        var complaints = new List<Complaint>();
        if (engine.Models.List().Any(model => model.Name == settings.Name))
            complaints.Add(new Complaint(FailureKind.BadRequest, $"There is a model {ClientText.Quote(settings.Name)} already: give the new one another name, or remove it first."));
        Look(() => complaints.AddRange(WithoutPairs(settings, Somebody).Complaints().Select(sentence => new Complaint(FailureKind.BadRequest, sentence))));
        foreach (var folder in new[] { settings.Folder, settings.ValidationFolder, settings.IndependentFolder }.Where(folder => folder.Length > 0)) Look(() => Inside(folder));
        return complaints;

        void Look(Action at)
        {
            try
            {
                at();
            }
            catch (EngineFailure failure)
            {
                complaints.Add(new Complaint(failure.Kind, failure.Message));
            }
        }
    }

    /// <exception cref="EngineFailure">Pairs are missing or wrong.</exception>
    public TrainingRequest Parse(TrainingSettings settings, TrainingFiles files, string owner) => WithoutPairs(settings, owner) with
    {
        Pairs = files.Pairs(TrainingSet.Pairs, Uploaded) ?? Named(settings.Folder, settings)
            ?? throw new EngineFailure(FailureKind.BadInput, "There are no pairs to train on: send files, or name a folder of the server."),
        Validation = files.Pairs(TrainingSet.Validation, "uploaded validation pairs") ?? Named(settings.ValidationFolder, settings),
        Independent = files.Pairs(TrainingSet.Independent, "uploaded independent pairs") ?? Named(settings.IndependentFolder, settings),
    };

    private TrainingRequest WithoutPairs(TrainingSettings settings, string owner) => new()
    {
        Pairs = PairList.None,
        Name = settings.Name,
        Architecture = settings.Architecture.Length > 0 ? ClientText.Clean(settings.Architecture) : null,
        From = settings.From.Length > 0 ? ClientText.Clean(settings.From) : null,
        Task = TaskOf(settings),
        Noise2Noise = settings.Noise2Noise,
        Loss = LossOf(settings),
        Noise = settings.Noise is { } noise ? new NoiseModel(noise.Gain, noise.Offset, noise.ReadNoise) : null,
        Frames = settings.Frames == 0 ? 1 : (int)Math.Min(settings.Frames, int.MaxValue),
        Volumes = settings.Volumes,
        Steps = settings.Steps > 0 ? (long)Math.Min(settings.Steps, long.MaxValue) : null,
        Duration = settings.Steps > 0 ? null : DurationOf(settings),
        Seed = settings.Seed == 0 ? 1 : settings.Seed,
        KeepClipped = settings.KeepClipped,
        License = settings.License.Length > 0 ? ClientText.Clean(settings.License) : null,
        Authors = [owner],
        Device = engine.Choice.Device.Kind == DeviceKind.Cpu ? DeviceKind.Cpu.Id() : DeviceKinds.Automatic,
    };

    private static TimeSpan DurationOf(TrainingSettings settings) => settings.Seconds is > 0 and <= 1e6
        ? TimeSpan.FromSeconds(settings.Seconds)
        : throw new EngineFailure(FailureKind.BadRequest, $"Give a number of steps, or 1 to 1000000 seconds, not {settings.Seconds}.");

    private static TrainingTask TaskOf(TrainingSettings settings) =>
        settings.Task.Length == 0 ? TrainingTask.Denoise
        : Enum.TryParse<TrainingTask>(settings.Task, ignoreCase: true, out var task) && !char.IsAsciiDigit(settings.Task[0]) ? task
        : throw new EngineFailure(FailureKind.BadRequest, $"There is no task {ClientText.Quote(settings.Task)}; choose one of denoise, superres2, deblur, artefacts.");

    private static LossKind? LossOf(TrainingSettings settings) =>
        settings.Loss.Length == 0 ? null
        : LossKinds.Named(settings.Loss)
            ?? throw new EngineFailure(FailureKind.BadRequest, $"There is no loss {ClientText.Quote(settings.Loss)}; choose one of {string.Join(", ", LossKinds.Names)}.");

    private PairList? Named(string folder, TrainingSettings settings)
    {
        if (folder.Length == 0) return null;
        var path = Inside(folder);
        var simulates = settings.Noise2Noise || TaskOf(settings) != TrainingTask.Denoise;
        return simulates && !PairList.HoldsPairs(path) ? PairList.FromSingles(path) : PairList.From(path);
    }

    // A path of a client stays inside the operator's folder, also through links in it that lead out.
    private string Inside(string name)
    {
        if (options.TrainingFolder is not { } allowed)
            throw new EngineFailure(FailureKind.BadRequest, "This server trains on no folders of its own: send the files, or ask its operator for serve --training-data.");
        if (name.Any(char.IsControl)) throw Missing(name);
        var root = Path.GetFullPath(allowed) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, name));
        var isInside = (path + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal) && Path.Exists(path) && !LeadsOut(path, root);
        return isInside ? path : throw Missing(name);
    }

    private static EngineFailure Missing(string name) =>
        new(FailureKind.BadInput, $"There is no {ClientText.Quote(name)} in the folder of this server for training.");

    private static bool LeadsOut(string path, string root)
    {
        for (var part = path; part.Length >= root.Length; part = Path.GetDirectoryName(part)!)
            if (new FileInfo(part).LinkTarget is not null) return true;
        return false;
    }
}
