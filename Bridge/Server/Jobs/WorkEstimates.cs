using System.Collections.Concurrent;
using FijiBridge.Engine.Images;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>How long jobs will take, learnt for each model from those that were done.</summary>
internal sealed class WorkEstimates
{
    // Of a network that nobody has tried yet: between a filter and a large network on a processor.
    private const double UnknownPixelsPerSecond = 2e6;

    // The last few jobs count most: a device can become busier, and models are replaced.
    private const double NewestWeight = 0.3;

    private readonly ConcurrentDictionary<string, double> _pixelsPerSecond = new();

    public static double PixelsOf(StackShape shape) => (double)shape.Width * shape.Height * shape.PlaneCount;

    /// <summary>Expected seconds.</summary>
    public double SecondsOf(string model, StackShape shape) =>
        PixelsOf(shape) / _pixelsPerSecond.GetValueOrDefault(model, UnknownPixelsPerSecond);

    /// <summary>A job was done.</summary>
    public void Learn(string model, StackShape shape, TimeSpan elapsed)
    {
        var speed = PixelsOf(shape) / Math.Max(elapsed.TotalSeconds, 1e-3);
        _pixelsPerSecond.AddOrUpdate(model, speed, (_, known) => (1 - NewestWeight) * known + NewestWeight * speed);
    }
}
