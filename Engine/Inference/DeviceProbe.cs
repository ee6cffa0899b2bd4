using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace FijiBridge.Engine.Inference;

/// <summary>Tries a device by running a small network on it, all of it there, and checking the numbers.</summary>
internal static class DeviceProbe
{
    private const int TestSize = 16;
    private const int SpeedSize = 256;
    private const double Tolerance = 1e-3;

    private static readonly ConvolutionNetwork TestNetwork = new(1, 8, 1);
    private static readonly ConvolutionNetwork SpeedNetwork = new(1, 32, 32, 32, 32, 1);
    private static readonly IReadOnlyDictionary<string, double> NoParameters = new Dictionary<string, double>();

    /// <summary>What is known of the device after a try. Takes milliseconds on the processor, up to seconds on a graphics card.</summary>
    public static DeviceReport Try(ExecutionProvider provider)
    {
        var adapter = provider.FindAdapter();
        var fault = adapter.Missing ?? Fault(provider);
        return new DeviceReport(provider.Kind, adapter.Name, fault is null, fault ?? adapter.Remark) { Card = provider.Card };
    }

    /// <summary>Megapixels (one channel) that the device passes through the speed network in a second; takes one to some seconds.</summary>
    public static double MegapixelsPerSecond(DeviceKind device)
    {
        using var session = ModelSession.Open(Source(SpeedNetwork, SpeedSize), device);
        var (image, result) = (Image(SpeedSize), new float[SpeedSize * SpeedSize]);
        session.Run(image, 1, NoParameters, result);
        var clock = Stopwatch.StartNew();
        var runs = 0;
        do
        {
            session.Run(image, 1, NoParameters, result);
            runs++;
        }
        while (clock.ElapsedMilliseconds < 500);
        return runs * image.Length / 1e6 / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Null when every result is the expected one within 0.1 % of the largest; else what is wrong.</summary>
    internal static string? Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        double largest = 0, difference = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            // Max and the comparison below both keep NaN, which thus counts as wrong.
            difference = Math.Max(difference, Math.Abs(expected[i] - found[i]));
        }
        return difference <= Tolerance * largest ? null : $"it computes wrongly (off by {difference:G3} where the largest value is {largest:G3})";
    }

    private static string? Fault(ExecutionProvider provider)
    {
        OnnxEnvironment.Ensure();
        var mark = OnnxEnvironment.Mark();
        try
        {
            var image = Image(TestSize);
            var result = new float[image.Length];
            using (var session = ModelSession.OpenStrict(Source(TestNetwork, TestSize), provider))
                session.Run(image, 1, NoParameters, result);
            var wrong = Difference(TestNetwork.Compute(image, TestSize, TestSize), result);
            return wrong is null ? null : $"{wrong}; {provider.Remedy}";
        }
        catch (Exception e) when (e is OnnxRuntimeException or EngineFailure)
        {
            return DeviceFailures.Reason(e.InnerException ?? e, OnnxEnvironment.ErrorsSince(mark), provider.Remedy);
        }
    }

    private static ModelSource Source(ConvolutionNetwork network, int size)
    {
        var tile = new TileShape(1, 1, size, size);
        return ModelSource.FromBytes("the test network", network.ToOnnx(), ConvolutionNetwork.Input, ConvolutionNetwork.Output, tile, tile);
    }

    private static float[] Image(int size)
    {
        var image = new float[size * size];
        for (var i = 0; i < image.Length; i++) image[i] = (float)Math.Cos(0.37 * i);
        return image;
    }
}
