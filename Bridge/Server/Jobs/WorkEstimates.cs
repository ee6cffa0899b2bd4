using System.Collections.Concurrent;
using FijiBridge.Engine.Images;

namespace FijiBridge.Bridge.Server.Jobs;

/// <summary>How long jobs will take, learnt for each model from those that were done.</summary>
internal sealed class WorkEstimates
{
    // Of a network that nobody has tried yet: between a filter and a large network on a processor.
    private const double UnknownPixelsPerSecond = 2e6;

    // What every job costs however small it is: opening, measuring, writing.
    private const double FixedSeconds = 0.05;

    // The last minute of work counts most: a device can become busier, and models are replaced.
    private const double MemorySeconds = 60;

    // Sums over jobs, not means of their speeds: small jobs tell little of how fast a network is.
    private readonly ConcurrentDictionary<string, (double Pixels, double Seconds)> _done = new();

    public static double PixelsOf(StackShape shape) => (double)shape.Width * shape.Height * shape.PlaneCount;

    /// <summary>Expected seconds.</summary>
    public double SecondsOf(string model, StackShape shape) =>
        FixedSeconds + PixelsOf(shape) / (_done.TryGetValue(model, out var done) ? done.Pixels / done.Seconds : UnknownPixelsPerSecond);

    /// <summary>A job was done.</summary>
    public void Learn(string model, StackShape shape, TimeSpan elapsed)
    {
        var (pixels, seconds) = (PixelsOf(shape), Math.Max(elapsed.TotalSeconds - FixedSeconds, 1e-3));
        var kept = Math.Exp(-seconds / MemorySeconds);
        _done.AddOrUpdate(model, (pixels, seconds), (_, done) => (kept * done.Pixels + pixels, kept * done.Seconds + seconds));
    }
}
