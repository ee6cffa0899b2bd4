using System.Globalization;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Simulation;
using FijiBridge.Engine.Tiff;

namespace FijiBridge.Bridge.Commands.Simulating;

/// <summary>The camera of a recording: what the user knows of it, the rest from the photon-transfer line of the images themselves.</summary>
/// <param name="Camera">Gain, offset, read noise and depth that are used.</param>
/// <param name="Notes">Sentences that say where they come from.</param>
internal sealed record CameraEstimate(Camera Camera, IReadOnlyList<string> Notes)
{
    private const long MostPixels = 2L << 20;
    private const int MostPlanes = 8;
    private const int LargestSide = 1024;

    /// <summary>One for each channel, since gain and light differ between detectors; what the user gives holds for all.</summary>
    /// <exception cref="CommandFailure">The pixels are no counts, or the images do not show the gain.</exception>
    public static IReadOnlyList<CameraEstimate> OfEach(TiffPlaneReader recording, SimulateOptions options) =>
        [.. Enumerable.Range(0, recording.Shape.Channels).Select(channel => Of(recording, channel, options))];

    private static CameraEstimate Of(TiffPlaneReader recording, int channel, SimulateOptions options)
    {
        if (recording.PixelType is not (PixelType.UInt8 or PixelType.UInt16))
            throw new CommandFailure(ExitCodes.BadInput, $"{options.Input} holds {recording.PixelType} pixels; a shorter exposure is made from the 8- or 16-bit counts of a camera");
        var depth = recording.PixelType == PixelType.UInt8 ? 8 : 16;
        if (options is { Gain: { } gain, Offset: { } offset, ReadNoise: { } readNoise })
            return new CameraEstimate(new Camera { Gain = gain, Offset = offset, ReadNoise = readNoise, BitDepth = depth }, []);
        var estimate = Complete(Line(recording, channel, options), options, depth);
        return recording.Shape.Channels == 1 ? estimate : estimate with { Notes = [.. estimate.Notes.Select(note => $"channel {channel + 1}: {note}")] };
    }

    private static CameraEstimate Complete(PhotonTransfer line, SimulateOptions options, int depth)
    {
        var notes = new List<string>();
        if (options.Gain is null) notes.Add(Text($"gain {line.Gain:G4} counts per photo-electron, estimated from the images"));
        var offset = options.Offset ?? OffsetOf(line, options.ReadNoise ?? 0);
        var readNoise = options.ReadNoise ?? (options.Offset is { } known ? line.ReadNoise(known) : 0);
        if (options.Offset is null)
            notes.Add(Text($"offset {offset:F1} counts, where the noise of the images would be that of {readNoise:G3} electrons alone; state --offset if you know it, so that the read noise can be estimated"));
        else if (options.ReadNoise is null)
            notes.Add(Text($"read noise {readNoise:G3} electrons, estimated from the images"));
        return new CameraEstimate(new Camera { Gain = line.Gain, Offset = offset, ReadNoise = readNoise, BitDepth = depth }, notes);
    }

    // On the line variance = gain * level + intercept, where intercept = (gain * read noise)^2 - gain * offset.
    private static double OffsetOf(PhotonTransfer line, double readNoise) => line.ZeroVarianceLevel + line.Gain * readNoise * readNoise;

    // With a known gain the line keeps its height at the middle of the intensities.
    private static PhotonTransfer Line(TiffPlaneReader recording, int channel, SimulateOptions options)
    {
        try
        {
            var line = PhotonTransfer.FromImages(Samples(recording, channel));
            return options.Gain is { } gain ? line with { Gain = gain, Intercept = line.Intercept + (line.Gain - gain) * line.Darkest } : line;
        }
        catch (ArgumentException reason)
        {
            throw new CommandFailure(ExitCodes.BadInput, $"the camera cannot be estimated from {options.Input}{(recording.Shape.Channels > 1 ? $", channel {channel + 1}" : "")}: {reason.Message}; state --gain, --offset and --read-noise", reason);
        }
    }

    // A few planes of a channel from all over the stack, each at most its middle 1024 x 1024 pixels.
    private static IEnumerable<GreyImage> Samples(TiffPlaneReader recording, int channel)
    {
        var shape = recording.Shape;
        var (width, height) = (Math.Min(shape.Width, LargestSide), Math.Min(shape.Height, LargestSide));
        foreach (var index in shape.Spread(channel, (int)Math.Clamp(MostPixels / (width * height), 1, MostPlanes)))
        {
            var plane = GreyImage.From(recording.ReadPlane(index));
            yield return plane.Crop((plane.Width - width) / 2, (plane.Height - height) / 2, width, height);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
