using FijiBridge.Engine.Training;
using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Tests.Training;

/// <summary>Patches of one grey each under normal noise: the mean over n pixels leaves 1/n of the noise's variance.</summary>
internal static class SyntheticTask
{
    public const double NoiseDeviation = 0.5;

    public static TrainingOptions Options => new()
    {
        Network = new Network(new UNet(Depth: 1, Width: 4)),
        Patch = new PatchShape(4, 16, 16),
        LearningRate = new LearningRateSchedule(1e-2, 10),
        Adam = new AdamOptions { AverageDecay = 0.9 },
        Steps = 30,
        ValidateEvery = 10,
        Threads = 1,
    };

    public static void Fill(long step, TrainingBatch batch)
    {
        var random = new Random((int)step);
        var patch = batch.Target.Length / 4;
        for (var i = 0; i < batch.Target.Length; i++)
        {
            if (i % patch == 0) batch.Target[i] = (float)(random.NextDouble() * 2 - 1);
            else batch.Target[i] = batch.Target[i - 1];
        }
        for (var i = 0; i < batch.Target.Length; i++) batch.Input[i] = batch.Target[i] + (float)(NoiseDeviation * Normal(random));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
