using System.Collections.Immutable;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Planes or volumes on which a network is judged and not trained: restores the middle of each, always the same ones.</summary>
public sealed class HeldOut
{
    // Judging must not take longer than learning.
    private const int LargestSide = 256, MostPlanes = 12;

    // Of a volume, whose networks take longer.
    private const int LargestVolumeSide = 128, MostSlices = 16;

    private readonly List<Judged> _planes;

    /// <param name="planes">At least one; each the slices of a volume, or one plane.</param>
    /// <param name="finish">What the model will do after its network; null: nothing.</param>
    public HeldOut(IReadOnlyList<IReadOnlyList<TrainingPair>> planes, Finish? finish = null)
    {
        var every = (planes.Count + MostPlanes - 1) / MostPlanes;
        _planes = [.. planes.Where((_, i) => i % every == 0).Select(slices => new Judged(slices, LargestSide, finish))];
    }

    /// <summary>How many planes or volumes are judged.</summary>
    public int Count => _planes.Count;

    /// <summary>Mean structural similarity of the last <see cref="Score"/>.</summary>
    public double Ssim { get; private set; }

    /// <summary>The first plane: noisy, as restored by the last <see cref="Score"/>, and its target. Of a volume the middle slice.</summary>
    public (GreyImage Noisy, GreyImage Restored, GreyImage Target)? Preview { get; private set; }

    /// <summary>Mean PSNR in dB over the planes, where their targets count; a <see cref="Validation"/>.</summary>
    public double Score(NetworkRunner network)
    {
        var restored = _planes.Select(plane => plane.Restore(network)).ToList();
        Ssim = _planes.Zip(restored, (plane, slices) => plane.SsimOf(slices)).Average();
        Preview = _planes[0].Middle(restored[0]);
        return _planes.Zip(restored, (plane, slices) => plane.PsnrOf(slices)).Average();
    }

    /// <summary>The same figure for the noisy images themselves.</summary>
    public double NoisyPsnr() => _planes.Average(plane => plane.PsnrOf(plane.Noisy));

    /// <summary>The same figure for the best Gaussian filter, chosen for each plane with its target known.</summary>
    public double SmoothedPsnr() => _planes.Average(plane =>
        Metrics.Baselines.BestGaussian.Sigmas.Max(sigma => plane.PsnrOf([.. plane.Noisy.Select(slice => GaussianFilter.Apply(slice, sigma))])));

    /// <summary>Restores the middle of a plane, at most <paramref name="side"/> pixels wide and high, for figures beyond validation; of a volume the middle slice.</summary>
    internal static (GreyImage Noisy, GreyImage Restored, GreyImage Target) Restore(IReadOnlyList<TrainingPair> slices, NetworkRunner network, int side, Finish? finish = null)
    {
        var judged = new Judged(slices, side, finish);
        return judged.Middle(judged.Restore(network));
    }

    /// <summary>One plane or volume, cut and padded as the network takes it.</summary>
    private sealed class Judged
    {
        // Of an image that equals its target, or of which nothing counts.
        private const double HighestPsnr = 120;

        private readonly IReadOnlyList<TrainingPair> _slices;
        private readonly Finish? _finish;
        private readonly int _scale, _left, _top, _width, _height;
        private readonly double _range;

        public Judged(IReadOnlyList<TrainingPair> slices, int side, Finish? finish)
        {
            if (slices.Count > 1) side = Math.Min(side, LargestVolumeSide);
            (_slices, _finish) = ([.. slices.Skip((slices.Count - MostSlices) / 2).Take(MostSlices)], finish);
            var (width, height) = (slices[0].Width, slices[0].Height);
            (_scale, _width, _height) = (slices[0].Scale, Math.Min(side, width), Math.Min(side, height));
            (_left, _top) = ((width - _width) / 2, (height - _height) / 2);
            Noisy = [.. _slices.Select(slice => Large(Frame(slice), _scale))];
            Targets = [.. _slices.Select(slice => Image(slice.Target, width * _scale, _left * _scale, _top * _scale, _width * _scale, _height * _scale))];
            _range = RangeOf(GreyImage.Joined(Targets));
            // The middle of a sparse sample can be empty.
            if (_range == 0) _range = RangeOf(GreyImage.Joined([.. _slices.Select(slice => Image(slice.Target, width * _scale, 0, 0, width * _scale, height * _scale))]));
        }

        /// <summary>The slices at the size of the target.</summary>
        public GreyImage[] Noisy { get; }

        public GreyImage[] Targets { get; }

        /// <summary>Of the middle slice.</summary>
        public (GreyImage Noisy, GreyImage Restored, GreyImage Target) Middle(GreyImage[] restored)
        {
            var middle = _slices.Count / 2;
            return (Noisy[middle], restored[middle], Targets[middle]);
        }

        public GreyImage[] Restore(NetworkRunner network)
        {
            var divisor = network.Network.Architecture.Divisor;
            var (columns, rows, channels) = (Multiple(_width, divisor), Multiple(_height, divisor), _slices[0].Channels.Count);
            var planes = Enumerable.Range(0, channels).SelectMany(channel => _slices.Select(slice => slice.Channels[channel])).ToList();
            var input = planes.SelectMany(plane => Padded(plane, rows, columns)).ToArray();
            ImmutableArray<int> shape = network.Network.Architecture.Volume ? [1, channels, _slices.Count, rows, columns] : [1, channels, rows, columns];
            var restored = network.Restore(input, shape);
            return [.. _slices.Select((slice, z) => Finished(slice, Image(restored, columns * _scale, 0, z * rows * _scale, _width * _scale, _height * _scale)))];
        }

        public double PsnrOf(GreyImage[] images)
        {
            var (sum, count) = (0.0, 0L);
            for (var z = 0; z < images.Length; z++)
            for (var i = 0; i < images[z].Samples.Length; i++)
            {
                if (_slices[z].Mask is { } mask && !mask[At(i)]) continue;
                var difference = images[z].Samples[i] - (float)Targets[z].Samples[i];
                (sum, count) = (sum + difference * difference, count + 1);
            }
            return Math.Min(HighestPsnr, 10 * Math.Log10(_range * _range / (sum / Math.Max(1, count))));
        }

        private static double RangeOf(GreyImage image)
        {
            var range = image.Quantile(0.999) - image.Quantile(0.001);
            return range > 0 ? range : image.Samples.Max() - image.Samples.Min();
        }

        public double SsimOf(GreyImage[] images) => images.Zip(Targets, (image, target) => Metrics.Ssim.Compute(target, image, _range)).Average();

        private GreyImage Finished(TrainingPair slice, GreyImage restored) => _finish is null ? restored : _finish(Frame(slice), restored, slice.Noise!);

        private GreyImage Frame(TrainingPair slice) => Image(slice.Frames[slice.Frames.Count / 2], slice.Width, _left, _top, _width, _height);

        private IEnumerable<float> Padded(float[] plane, int rows, int columns)
        {
            for (var i = 0; i < rows * columns; i++)
                yield return plane[(_top + Reflection.Index(i / columns, _height)) * _slices[0].Width + _left + Reflection.Index(i % columns, _width)];
        }

        // Where a pixel of the cut target stands in the whole one.
        private int At(int pixel)
        {
            var width = _width * _scale;
            return (_top * _scale + pixel / width) * _slices[0].Width * _scale + _left * _scale + pixel % width;
        }

        private static int Multiple(int length, int divisor) => (length + divisor - 1) / divisor * divisor;

        private static GreyImage Image(float[] plane, int stride, int left, int top, int width, int height)
        {
            var image = new GreyImage(width, height);
            for (var i = 0; i < image.Samples.Length; i++) image.Samples[i] = plane[(top + i / width) * stride + left + i % width];
            return image;
        }

        private static GreyImage Large(GreyImage image, int scale) => scale == 1 ? image : Metrics.Baselines.BicubicUpsampling.Apply(image, scale);
    }
}

/// <summary>What a model does after its network, in the network's units.</summary>
/// <param name="middle">The noisy image.</param>
/// <param name="restored">What the network made of it; may be changed.</param>
/// <param name="noise">Of the noisy image's stack and channel.</param>
public delegate GreyImage Finish(GreyImage middle, GreyImage restored, ScaledNoise noise);
