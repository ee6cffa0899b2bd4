using System.Collections.Immutable;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Tiling;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>Planes on which a network is judged and not trained: restores the middle of each, always the same ones.</summary>
public sealed class HeldOut
{
    // Judging must not take longer than learning.
    private const int LargestSide = 256, MostPlanes = 12;

    private readonly List<Judged> _planes;

    /// <param name="planes">At least one.</param>
    /// <param name="finish">What the model will do after its network; null: nothing.</param>
    public HeldOut(IReadOnlyList<TrainingPair> planes, Finish? finish = null)
    {
        var every = (planes.Count + MostPlanes - 1) / MostPlanes;
        _planes = [.. planes.Where((_, i) => i % every == 0).Select(plane => new Judged(plane, LargestSide, finish))];
    }

    /// <summary>How many planes are judged.</summary>
    public int Count => _planes.Count;

    /// <summary>Mean structural similarity of the last <see cref="Score"/>.</summary>
    public double Ssim { get; private set; }

    /// <summary>The first plane: noisy, as restored by the last <see cref="Score"/>, and its target.</summary>
    public (GreyImage Noisy, GreyImage Restored, GreyImage Target)? Preview { get; private set; }

    /// <summary>Mean PSNR in dB over the planes, where their targets count; a <see cref="Validation"/>.</summary>
    public double Score(NetworkRunner network)
    {
        var restored = _planes.Select(plane => plane.Restore(network)).ToList();
        Ssim = _planes.Zip(restored, (plane, image) => plane.SsimOf(image)).Average();
        Preview = (_planes[0].Noisy, restored[0], _planes[0].Target);
        return _planes.Zip(restored, (plane, image) => plane.PsnrOf(image)).Average();
    }

    /// <summary>The same figure for the noisy images themselves.</summary>
    public double NoisyPsnr() => _planes.Average(plane => plane.PsnrOf(plane.Noisy));

    /// <summary>The same figure for the best Gaussian filter, chosen for each plane with its target known.</summary>
    public double SmoothedPsnr() => _planes.Average(plane =>
        Metrics.Baselines.BestGaussian.Sigmas.Max(sigma => plane.PsnrOf(GaussianFilter.Apply(plane.Noisy, sigma))));

    /// <summary>Restores the middle of a plane, at most <paramref name="side"/> pixels wide and high, for figures beyond validation.</summary>
    internal static (GreyImage Noisy, GreyImage Restored, GreyImage Target) Restore(TrainingPair plane, NetworkRunner network, int side, Finish? finish = null)
    {
        var judged = new Judged(plane, side, finish);
        return (judged.Noisy, judged.Restore(network), judged.Target);
    }

    /// <summary>One plane, cut and padded as the network takes it.</summary>
    private sealed class Judged
    {
        private readonly float[] _target;
        private readonly bool[]? _mask;
        private readonly double _range;
        private readonly TrainingPair _plane;
        private readonly GreyImage _middle;
        private readonly Finish? _finish;
        private readonly int _left, _top, _width, _height;

        public Judged(TrainingPair plane, int side, Finish? finish)
        {
            (_plane, _finish) = (plane, finish);
            (_width, _height) = (Math.Min(side, plane.Width), Math.Min(side, plane.Height));
            (_left, _top) = ((plane.Width - _width) / 2, (plane.Height - _height) / 2);
            _middle = Image(plane.Frames[plane.Frames.Count / 2], plane.Width, _left, _top, _width, _height);
            Noisy = Large(_middle, plane.Scale);
            var scale = plane.Scale;
            Target = Image(plane.Target, plane.Width * scale, _left * scale, _top * scale, _width * scale, _height * scale);
            _target = Array.ConvertAll(Target.Samples, sample => (float)sample);
            _mask = plane.Mask is null ? null : MaskOf(plane.Mask);
            _range = Target.Quantile(0.999) - Target.Quantile(0.001);
        }

        /// <summary>At the size of the target.</summary>
        public GreyImage Noisy { get; }

        public GreyImage Target { get; }

        public GreyImage Restore(NetworkRunner network)
        {
            var divisor = network.Network.Architecture.Divisor;
            var (columns, rows) = (Multiple(_width, divisor), Multiple(_height, divisor));
            var channels = _plane.Channels;
            var input = new float[channels.Count * rows * columns];
            for (var i = 0; i < input.Length; i++)
            {
                var (channel, y, x) = (i / (rows * columns), i / columns % rows, i % columns);
                input[i] = channels[channel][(_top + Reflection.Index(y, _height)) * _plane.Width + _left + Reflection.Index(x, _width)];
            }
            ImmutableArray<int> shape = [1, channels.Count, rows, columns];
            var restored = Image(network.Restore(input, shape), columns * _plane.Scale, 0, 0, Target.Width, Target.Height);
            return _finish is null ? restored : _finish(_middle, restored, _plane.Noise!);
        }

        public double PsnrOf(GreyImage image)
        {
            var (sum, count) = (0.0, 0L);
            for (var i = 0; i < _target.Length; i++)
            {
                if (_mask is not null && !_mask[i]) continue;
                var difference = image.Samples[i] - _target[i];
                (sum, count) = (sum + difference * difference, count + 1);
            }
            return 10 * Math.Log10(_range * _range / (sum / Math.Max(1, count)));
        }

        public double SsimOf(GreyImage image) => Metrics.Ssim.Compute(Target, image, _range);

        private bool[] MaskOf(bool[] mask)
        {
            var (scale, cut) = (_plane.Scale, new bool[_target.Length]);
            for (var i = 0; i < cut.Length; i++) cut[i] = mask[(_top * scale + i / Target.Width) * _plane.Width * scale + _left * scale + i % Target.Width];
            return cut;
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
