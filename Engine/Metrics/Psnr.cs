using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics;

/// <summary>Peak signal-to-noise ratio, 10 log10(range^2 / mean squared error), in dB.</summary>
public static class Psnr
{
    /// <param name="reference">The ground truth.</param>
    /// <param name="image">The image to be judged, of the same size.</param>
    /// <param name="dataRange">The span of possible values (255 for 8 bits); it must be stated since it cannot be seen from the samples.</param>
    /// <returns>dB; positive infinity for equal images.</returns>
    /// <exception cref="ArgumentException">The images differ in size.</exception>
    public static double Compute(GreyImage reference, GreyImage image, double dataRange) =>
        10 * Math.Log10(dataRange * dataRange / MeanSquaredError(reference, image));

    /// <summary>The mean of the squared differences of two images of the same size.</summary>
    public static double MeanSquaredError(GreyImage reference, GreyImage image)
    {
        GreyImage.RequireEqualSize(reference, image);
        var sum = 0.0;
        for (var i = 0; i < reference.Samples.Length; i++)
        {
            var difference = reference.Samples[i] - image.Samples[i];
            sum += difference * difference;
        }
        return sum / reference.Samples.Length;
    }
}
