namespace FijiBridge.Engine.Training;

/// <summary>A linear rise over the first steps, then half a cosine down to 0 (Loshchilov and Hutter 2017).</summary>
/// <param name="Peak">Learning rate at the end of the rise.</param>
/// <param name="Rise">Steps of the rise.</param>
public sealed record LearningRateSchedule(double Peak, int Rise)
{
    /// <summary>The learning rate of step <paramref name="step"/> (from 0) of <paramref name="steps"/>.</summary>
    public double At(long step, long steps)
    {
        if (step < Rise) return Peak * (step + 1) / Rise;
        var passed = (double)(step - Rise) / Math.Max(1, steps - Rise);
        return Peak * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, passed)));
    }
}
