using FijiBridge.Protos.V1;
using Grpc.Core;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>Keeps the record of one training up to date. Each method returns when the record is safe, before anybody is told.</summary>
internal sealed class TrainingKeeper(TrainingStore store, TrainingRecord record, TimeProvider clock)
{
    private volatile TrainingRecord _record = record;

    /// <summary>What the record says now.</summary>
    public TrainingRecord Record => _record;

    /// <summary>Its files stay, for the next server or for somebody who resumes it.</summary>
    public bool KeepsFiles => store.Keeps && _record.Phase is TrainingPhase.Accepted or TrainingPhase.Cancelled;

    /// <summary>All files are here.</summary>
    public void Accepted(IReadOnlyList<StoredFile> files) => Save(_record with { Phase = TrainingPhase.Accepted, Files = [.. files] });

    /// <summary>Work on it begins; should the server die, the record tells how often that was tried in vain.</summary>
    /// <param name="step">Of the last validation; 0 before the first.</param>
    public void Began(long step) =>
        Save(_record with { Tries = step > _record.TriedFrom ? 1 : _record.Tries + 1, TriedFrom = step });

    /// <summary>The server stops in good order, which is not held against it.</summary>
    public void Suspended() => TrySave(_record with { Tries = 0 });

    public void Finished(TrainingDone done) => Save(_record with { Phase = TrainingPhase.Done, Done = done, Ended = clock.GetUtcNow() });

    public void Failed(RpcException reason) => End(TrainingPhase.Failed, reason);

    public void Cancelled(RpcException reason) => End(TrainingPhase.Cancelled, reason);

    /// <summary>What was cancelled goes on.</summary>
    public void Resumed() => Save(_record with { Phase = TrainingPhase.Accepted, Failure = null, Ended = null, Tries = 0 });

    // What was not received in full was never written down.
    private void End(TrainingPhase phase, RpcException reason)
    {
        if (_record.Phase == TrainingPhase.Accepted) TrySave(_record with { Phase = phase, Failure = reason, Ended = clock.GetUtcNow() });
    }

    // On a disk that is full the next server finds out anew.
    private void TrySave(TrainingRecord record)
    {
        try
        {
            Save(record);
        }
        catch (IOException)
        {
        }
    }

    private void Save(TrainingRecord record)
    {
        store.Save(record);
        _record = record;
    }
}
