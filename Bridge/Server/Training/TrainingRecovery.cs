using Microsoft.Extensions.Logging;

namespace FijiBridge.Bridge.Server.Training;

/// <summary>Goes on with the trainings that earlier servers left, in the order in which they were admitted.</summary>
internal sealed class TrainingRecovery(TrainingStore store, TrainingTable trainings, TrainingRunner runner, ILogger<TrainingRecovery> log)
{
    /// <summary>Comes before the server listens, so that no client asks in vain.</summary>
    public void Run()
    {
        foreach (var record in store.Load())
        {
            var job = trainings.Adopt(record);
            log.TrainingRecovered(job.Id, record.Phase, job.History.LastStep);
            if (record.Phase == TrainingPhase.Accepted) runner.Start(job);
        }
    }
}
