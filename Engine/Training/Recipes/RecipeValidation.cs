using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics;
using FijiBridge.Engine.Normalization;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>Judges a network while it learns: the mean over the images of its lesson whose intensities are matched, and over the others, each half.</summary>
internal sealed class RecipeValidation(Lesson lesson, RecipeImages images)
{
    private readonly List<JudgedImage> _images = [.. lesson.Quick(images)];

    /// <summary>Unit: dB (range 255).</summary>
    public double Score(NetworkRunner network) =>
        _images.GroupBy(each => each.Affine).Average(half => half.Average(each => Score(network, each)));

    /// <summary>An image as the model would restore it, on the processor and in one piece; width and height must fit the network.</summary>
    public static GreyImage Restore(Lesson lesson, NetworkRunner network, IReadOnlyList<GreyImage> recorded)
    {
        var offset = lesson.OffsetOf(recorded[recorded.Count / 2]);
        var frames = recorded.Select(offset.Undo).ToList();
        var noisy = frames[frames.Count / 2];
        var meter = new NoiseMeter();
        foreach (var frame in frames) meter.Add(frame);
        var (mean, deviation) = LearningSquare.Moments(noisy);
        var noise = ScaledNoise.Of(meter.Complete(), mean, deviation);
        var channels = NoiseAwareInput.Channels([.. frames.Select(frame => frame.Select(sample => (sample - mean) / deviation))], noise);
        var restored = network.Restore([.. channels.SelectMany(channel => channel.Samples).Select(sample => (float)sample)], [1, channels.Length, noisy.Height, noisy.Width]);
        var image = new GreyImage(noisy.Width * lesson.Scale, noisy.Height * lesson.Scale);
        for (var i = 0; i < restored.Length; i++) image.Samples[i] = mean + deviation * restored[i];
        return lesson.Finish(noisy, image, noise);
    }

    private double Score(NetworkRunner network, JudgedImage each)
    {
        var image = Restore(lesson, network, each.Frames);
        return Psnr.Compute(each.Truth, each.Affine ? AffineMatching.Fit(image, each.Truth).Apply(image) : image, 255);
    }
}
