using FijiBridge.Bridge.Server.Access;
using FijiBridge.Bridge.Server.Quotas;
using FijiBridge.Engine.Models;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server;

/// <summary>Says before the upload what would become of a job.</summary>
internal sealed class Checker(RequestParser parser, Admission admission, EngineAccess engine)
{
    /// <summary>Accepts or refuses, with every complaint and every notice.</summary>
    public CheckReply Check(CheckRequest request, Identity caller)
    {
        var settings = request.Settings ?? new RestoreSettings();
        var stack = request.Stack ?? new StackSummary();
        var complaints = parser.Complaints(settings, stack, caller, out var model).Select(complaint => complaint.Sentence).ToList();
        if (model is not null && Refusal(caller, stack, settings, model) is { } refusal) complaints.Add(refusal.Sentence);
        return new CheckReply
        {
            Accepted = complaints.Count == 0,
            Complaints = { complaints },
            Notices = { engine.Choice.Notices },
            Model = model is null ? null : ModelMessages.Info(model, model.Name == engine.Models.Default.Name),
            Device = DeviceMessages.ToWire(engine.Choice.Device, inUse: true),
        };
    }

    // What is beyond a limit of the server was told already, and would not fit a number of bytes.
    private Complaint? Refusal(Identity caller, StackSummary stack, RestoreSettings settings, InstalledModel model) =>
        admission.Refusal(caller.User, (long)Math.Min(stack.FileBytes, long.MaxValue), SpoolEstimate.Of(stack, settings, model));
}
