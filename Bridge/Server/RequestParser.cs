using FijiBridge.Bridge.Server.Access;
using FijiBridge.Engine;
using FijiBridge.Engine.Models;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Tiff;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>Something in a request that cannot be, in one sentence with the limit and the value given.</summary>
internal readonly record struct Complaint(FailureKind Kind, string Sentence);

/// <summary>The wire request becomes a job for the engine, or every complaint about it at once.</summary>
internal sealed class RequestParser(EngineAccess engine, ServerLimits limits)
{
    private const int MaxParameters = 100;

    /// <exception cref="EngineFailure">All complaints, of the kind of the first.</exception>
    public StackRequest Parse(RestoreHeader header, Identity caller)
    {
        var settings = header.Settings ?? new RestoreSettings();
        var stack = header.Stack ?? new StackSummary();
        var complaints = Complaints(settings, stack, caller, out var model);
        if (complaints.Count > 0) throw new EngineFailure(complaints[0].Kind, string.Join(" ", complaints.Select(complaint => complaint.Sentence.TrimEnd('.') + ".")));
        return new StackRequest(
            caller, header, JobFor(model!, settings), ClientText.Clean(header.FileName), (long)stack.FileBytes, SpoolEstimate.Of(stack, settings, model!));
    }

    /// <summary>Everything that is wrong with a request, and the model that it names, if there is one.</summary>
    public IReadOnlyList<Complaint> Complaints(RestoreSettings settings, StackSummary stack, Identity caller, out InstalledModel? model)
    {
        var complaints = new List<Complaint>();
        model = FindModel(settings.Model, caller, complaints);
        if (model is not null) complaints.AddRange(ParameterComplaints(model, settings));
        complaints.AddRange(OutputRules.Complaints(settings));
        complaints.AddRange(StackRules.Complaints(stack, model, limits));
        return complaints;
    }

    private static IEnumerable<Complaint> ParameterComplaints(InstalledModel model, RestoreSettings settings)
    {
        if (settings.Parameters.Count > MaxParameters)
            return [new Complaint(FailureKind.BadRequest, $"There are {settings.Parameters.Count} parameters, and at most {MaxParameters} are possible.")];
        return RestoreJob.Complaints(model, settings.Parameters.AsReadOnly()).Select(sentence => new Complaint(FailureKind.BadRequest, ClientText.Sentence(sentence)));
    }

    private static RestoreJob JobFor(InstalledModel model, RestoreSettings settings) => new(model, settings.Parameters.AsReadOnly())
    {
        OutputType = settings.OutputType == Protos.V1.OutputType.Float32 ? Engine.Restoration.OutputType.Float32 : Engine.Restoration.OutputType.Same,
        Format = settings.OutputFormat == OutputFormat.Imagej ? TiffFormat.ImageJ : TiffFormat.Ome,
        Compression = settings.OutputCompression == OutputCompression.Deflate ? TiffCompression.Deflate : TiffCompression.None,
    };

    private InstalledModel? FindModel(string name, Identity caller, List<Complaint> complaints)
    {
        try
        {
            return name.Length == 0 ? engine.Models.Default : engine.Models.Find(name, caller.MaySee);
        }
        catch (EngineFailure failure)
        {
            complaints.Add(new Complaint(failure.Kind, ClientText.Sentence(failure.Message)));
            return null;
        }
    }
}
