using FijiBridge.Bridge.Server.Spooling;
using FijiBridge.Engine;
using FijiBridge.Protos.V1;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>Says before the upload what would become of a training, in the words with which Train and Resume refuse it.</summary>
internal sealed class TrainingChecker(TrainingParser parser, TrainingTable trainings, Spool spool, ServerLimits limits)
{
    /// <summary>Accepts or refuses, with every complaint.</summary>
    /// <exception cref="Grpc.Core.RpcException">The server is stopping.</exception>
    public CheckTrainingReply Check(CheckTrainingRequest request)
    {
        var settings = request.Settings ?? new TrainingSettings();
        Complaint?[] room = [TrainingFiles.Refusal(limits, request.Files, request.Bytes), SpoolRefusal(request.Bytes), trainings.Refusal(), trainings.Refusal(settings.Name)];
        var complaints = parser.Complaints(settings).Concat(room.OfType<Complaint>());
        var sentences = complaints.Select(complaint => ClientText.Sentence(complaint.Sentence)).ToList();
        return new CheckTrainingReply { Accepted = sentences.Count == 0, Complaints = { sentences } };
    }

    /// <exception cref="EngineFailure">All complaints about the settings, of the kind of the first.</exception>
    public void Require(TrainingSettings settings)
    {
        var complaints = parser.Complaints(settings);
        if (complaints.Count > 0) throw new EngineFailure(complaints[0].Kind, string.Join(" ", complaints.Select(complaint => complaint.Sentence)));
    }

    private Complaint? SpoolRefusal(ulong bytes) => bytes > (ulong)Math.Max(0, spool.FreeBytes)
        ? new Complaint(FailureKind.OutOfSpace, $"The images have {bytes} bytes, and the temporary storage of the server has {spool.FreeBytes} of {limits.MaxSpoolBytes} free: try again when other jobs have ended.")
        : null;
}
