using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Simulation;

/// <summary>How photons of a long exposure become those of a short one.</summary>
public enum Thinning
{
    /// <summary>Each recorded photon is kept by chance: exact for a recording with noise of its own (a thinned Poisson count is Poisson).</summary>
    Binomial,

    /// <summary>New photons are drawn around the recording, which is taken for the truth: right for averages of many frames.</summary>
    Poisson,
}

/// <summary>What a shorter exposure looks like.</summary>
public sealed record ExposureReductionOptions
{
    /// <summary>The share of the exposure time that is left: above 0, at most 1.</summary>
    public double Fraction { get; init; } = 0.1;

    public Thinning Thinning { get; init; } = Thinning.Binomial;

    /// <summary>The camera of the recording and of the result; <see cref="PhotonTransfer"/> estimates it. Its read noise is added to the result.</summary>
    public Camera Camera { get; init; } = new();

    /// <summary>
    /// Standard deviation, in pixels, of the Gaussian that correlates the noise of neighbours, as interpolating cameras and registration do;
    /// 0 for white noise. The variance of each pixel stays.
    /// </summary>
    public double NoiseCorrelation { get; init; }
}

/// <summary>
/// Makes a short exposure from a long one: counts become photo-electrons, the electrons are thinned, read noise is added, and the camera
/// digitises them. Mean: offset + f (m - offset). Variance of the added noise: gain^2 (f n + r^2) for Poisson, gain^2 (f (1-f) n + r^2) for
/// binomial thinning of n electrons, each plus 1/12 from rounding. Where read noise brought the recording below the dark level, n is negative: such a pixel has no
/// photon to lose, and keeps f of its distance, so that the dark stays as dark as it is.
/// </summary>
public sealed class ExposureReduction
{
    private readonly ExposureReductionOptions _options;

    /// <exception cref="ArgumentException">The fraction is not above 0 and at most 1, or the gain is not positive.</exception>
    public ExposureReduction(ExposureReductionOptions options)
    {
        if (!(options.Fraction > 0 && options.Fraction <= 1))
            throw new ArgumentException($"the share of the exposure is {options.Fraction}; it must be above 0 and at most 1", nameof(options));
        if (!(options.Camera.Gain > 0))
            throw new ArgumentException($"the camera's gain is {options.Camera.Gain}; it must be above 0", nameof(options));
        _options = options;
    }

    /// <summary>One short exposure of a recording in counts, in the same counts (darker by the fraction).</summary>
    public Plane Apply(GreyImage recording, RandomSource random)
    {
        var electrons = Electrons(recording);
        return Record(electrons, Thin(electrons, _options.Fraction, random), random);
    }

    /// <summary>Two independent short exposures. Binomial ones share no photon, so together they cannot take more than there are.</summary>
    /// <exception cref="ArgumentException">Binomial thinning with a fraction above one half.</exception>
    public (Plane First, Plane Second) ApplyTwice(GreyImage recording, RandomSource random)
    {
        var electrons = Electrons(recording);
        if (_options.Thinning == Thinning.Poisson)
            return (Record(electrons, Thin(electrons, _options.Fraction, random), random), Record(electrons, Thin(electrons, _options.Fraction, random), random));
        if (_options.Fraction > 0.5)
            throw new ArgumentException($"two exposures of {_options.Fraction} each need more photons than were recorded; use at most 0.5");
        var (first, second) = Share(electrons, random);
        return (Record(electrons, first, random), Record(electrons, second, random));
    }

    private GreyImage Electrons(GreyImage recording)
    {
        var camera = _options.Camera;
        return recording.Select(counts => (counts - camera.Offset) / camera.Gain);
    }

    // Electrons are made whole once for both: of a part of one, the first would take a whole one and leave the second as much as before.
    private (GreyImage First, GreyImage Second) Share(GreyImage electrons, RandomSource random)
    {
        var whole = electrons.Select(count => count > 0 ? Whole(count, random) : count);
        var first = Thin(whole, _options.Fraction, random);
        return (first, Thin(Remainder(whole, first), _options.Fraction / (1 - _options.Fraction), random));
    }

    private GreyImage Thin(GreyImage electrons, double fraction, RandomSource random) => electrons.Select(count =>
        count <= 0 ? count * fraction : _options.Thinning == Thinning.Poisson ? random.Poisson(count * fraction) : random.Binomial(Whole(count, random), fraction));

    // A part of an electron is one by chance, so that means stay (rounding would bend the dark end of the photon-transfer line).
    private static long Whole(double electrons, RandomSource random)
    {
        var floor = Math.Floor(electrons);
        return (long)floor + (random.NextDouble() < electrons - floor ? 1 : 0);
    }

    private static GreyImage Remainder(GreyImage electrons, GreyImage taken)
    {
        var left = new GreyImage(electrons.Width, electrons.Height);
        for (var i = 0; i < left.Samples.Length; i++) left.Samples[i] = electrons.Samples[i] - taken.Samples[i];
        return left;
    }

    private Plane Record(GreyImage electrons, GreyImage thinned, RandomSource random)
    {
        var signal = thinned.Select(count => count + _options.Camera.ReadNoise * random.NextGaussian());
        if (_options.NoiseCorrelation > 0)
            signal = NoiseCorrelation.Apply(electrons.Select(count => count * _options.Fraction), signal, _options.NoiseCorrelation);
        return _options.Camera.Digitise(signal);
    }
}
