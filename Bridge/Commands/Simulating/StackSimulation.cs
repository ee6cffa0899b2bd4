using System.Globalization;
using FijiBridge.Bridge.Client;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Restoration;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>Takes a stack through the simulation, a plane at a time; the results appear under their names when all are whole.</summary>
internal static class StackSimulation
{
    public static void Run(TiffPlaneReader input, SimulateOptions options, IReadOnlyList<Camera> cameras, Action planeDone, CancellationToken ct)
    {
        var shape = OutputShape(input.Shape, options.Downsample);
        var simulation = new PlaneSimulation(options, cameras, input.PixelType);
        var results = new List<WholeStack>();
        try
        {
            foreach (var path in options.Outputs) results.Add(new WholeStack(path, options, shape, input, Provenance(options, cameras)));
            for (var position = 0L; position < shape.PlaneCount; position++)
            {
                ct.ThrowIfCancellationRequested();
                var index = shape.PlaneAt(position);
                var planes = simulation.Record(input.ReadPlane(index), index.Channel, position);
                for (var i = 0; i < planes.Count; i++) results[i].Writer.WritePlane(planes[i]);
                planeDone();
            }
            foreach (var result in results) result.Commit();
        }
        finally
        {
            foreach (var result in results) result.Dispose();
        }
    }

    private static StackShape OutputShape(StackShape input, int factor)
    {
        if (input.Width < factor || input.Height < factor)
            throw new CommandFailure(ExitCodes.BadInput, $"--downsample {factor}: the image has only {input.Width} x {input.Height} pixels");
        return new StackShape(input.Width / factor, input.Height / factor, input.Channels, input.Slices, input.Frames);
    }

    private static Dictionary<string, string> Provenance(SimulateOptions options, IReadOnlyList<Camera> cameras)
    {
        var facts = new Dictionary<string, string> { ["Simulated with"] = $"FijiBridge {RestorationEngine.Version}", ["Seed"] = $"{options.Seed}" };
        void Add(string name, IFormattable? value)
        {
            if (value is not null) facts[name] = value.ToString(null, CultureInfo.InvariantCulture);
        }
        Add("Blur sigma", options.Blur > 0 ? options.Blur : null);
        Add("Downsampled by", options.Downsample > 1 ? options.Downsample : null);
        Add("Share of the exposure", options.Exposure);
        for (var channel = 0; channel < cameras.Count; channel++)
        {
            var of = cameras.Count == 1 ? "" : $" (channel {channel + 1})";
            Add($"Gain{of}", cameras[channel].Gain);
            Add($"Offset{of}", cameras[channel].Offset);
            Add($"Read noise{of}", cameras[channel].ReadNoise);
        }
        Add("Stripes", options.Stripes);
        Add("Share of hot pixels", options.HotPixels);
        Add("JPEG quality", options.Jpeg);
        return facts;
    }

    /// <summary>One result while it is written.</summary>
    private sealed class WholeStack : IDisposable
    {
        private readonly TemporaryOutput _file;

        public WholeStack(string path, SimulateOptions options, StackShape shape, TiffPlaneReader input, Dictionary<string, string> provenance)
        {
            _file = TemporaryOutput.Create(path, options.Overwrite);
            var metadata = options.Downsample > 1 ? input.Metadata.WithScale(1.0 / options.Downsample) : input.Metadata;
            Writer = TiffPlaneWriter.Create(_file.AsStream(), shape, input.PixelType, metadata, new TiffWriterOptions { Provenance = provenance });
        }

        public TiffPlaneWriter Writer { get; }

        public void Commit()
        {
            Writer.Complete();
            _file.Commit();
        }

        public void Dispose()
        {
            Writer?.Dispose();
            _file.Dispose();
        }
    }
}
