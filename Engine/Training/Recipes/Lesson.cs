using FijiBridge.Engine.Images;
using FijiBridge.Engine.Normalization;
using FijiBridge.Engine.Restoration;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>What a built-in model does to an image: what it learns from, how it is judged, and what happens to what its network returns.</summary>
public abstract record Lesson
{
    /// <summary>Neighbouring frames that it looks at.</summary>
    public virtual int Frames => 1;

    /// <summary>Pixels of the result for one of the input along each axis.</summary>
    public virtual int Scale => 1;

    /// <summary>For users: what it does, to which images.</summary>
    public abstract string Sentence { get; }

    /// <summary>Beside fluorescence microscopy.</summary>
    public virtual string Tag => "denoising";

    /// <summary>Whether nearly clean images come back unchanged; see <see cref="NoiseAwareInput.Trust(ScaledNoise)"/>.</summary>
    public virtual bool IsTrusting => false;

    /// <summary>Whether the result has the means of its input; see <see cref="NoiseAwareInput.WithMeansOf"/>.</summary>
    public virtual bool KeepsMeans => true;

    /// <summary>What the last quarter of the steps makes small.</summary>
    public virtual Loss FinalLoss => new Loss.Charbonnier(0.2);

    /// <summary>The square of each number, the same every time.</summary>
    internal abstract Func<long, LearningSquare> Squares(RecipeImages images, long seed);

    /// <summary>A few images by which weights are chosen while it learns: validations must take seconds.</summary>
    internal abstract IEnumerable<JudgedImage> Quick(RecipeImages validation);

    /// <summary>The images by which the model's card judges it.</summary>
    internal abstract IEnumerable<JudgedImage> Thorough(RecipeImages validation);

    /// <summary>The nodes around its network.</summary>
    internal Surroundings Surroundings => NoiseAwareInput.Surroundings(Frames, IsTrusting, KeepsMeans, Scale);

    /// <summary>See <see cref="Models.ModelCard.RemovesArtefacts"/>.</summary>
    public virtual bool RemovesArtefacts => false;

    /// <summary>What restoration undoes in an image before the network sees it.</summary>
    internal LineOffset OffsetOf(GreyImage noisy)
    {
        if (!RemovesArtefacts) return default;
        var meter = new LineOffsetMeter();
        meter.Add(noisy, top: 0);
        return meter.Complete();
    }

    /// <summary>The same on the processor, after the network.</summary>
    internal GreyImage Finish(GreyImage middle, GreyImage restored, ScaledNoise noise)
    {
        if (IsTrusting)
        {
            var trust = NoiseAwareInput.Trust(noise);
            for (var i = 0; i < restored.Samples.Length; i++) restored.Samples[i] = middle.Samples[i] + trust * (restored.Samples[i] - middle.Samples[i]);
        }
        return KeepsMeans ? NoiseAwareInput.WithMeansOf(middle, restored) : restored;
    }

    /// <summary>The middle of a truth, of about 0 to 1.</summary>
    internal static GreyImage Signal(GreyImage truth, int side = 256)
    {
        side = Math.Min(side, Math.Min(truth.Width, truth.Height) / 16 * 16);
        var part = truth.Crop((truth.Width - side) / 2, (truth.Height - side) / 2, side, side);
        var (dark, bright) = (part.Quantile(0.002), part.Quantile(0.999));
        return part.Select(sample => (sample - dark) / Math.Max(bright - dark, 1e-9));
    }
}

/// <summary>An image by which a model is judged.</summary>
/// <param name="Sample">What it shows: a name for the card.</param>
/// <param name="Frames">Neighbouring frames; the middle one is restored.</param>
/// <param name="Truth">What it should become, of 0 to 255.</param>
/// <param name="Affine">Whether intensities are matched first, since those of the truth are others.</param>
internal sealed record JudgedImage(string Sample, GreyImage[] Frames, GreyImage Truth, bool Affine)
{
    /// <summary>A recording with as much noise and no other fault; null: there is no other fault.</summary>
    public GreyImage? NoiseOnly { get; init; }

    public GreyImage Middle => Frames[Frames.Length / 2];
}
