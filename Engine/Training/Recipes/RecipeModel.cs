using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>A model that comes with the program, and how it is trained.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Network">What is trained; its maps are those of <see cref="NoiseAwareInput"/>.</param>
/// <param name="Side">Of its patches: what lies beyond the receptive field teaches nothing.</param>
/// <param name="Lesson">What it learns.</param>
public sealed record RecipeModel(string Name, Network Network, int Side, Lesson Lesson)
{
    /// <summary>What is special about it, as a sentence.</summary>
    public string Summary { get; init; } = string.Empty;

    /// <summary>See <see cref="Packages.ModelDescription.Halo"/>; a multiple of the network's divisor, so that tiles meet its pooling as the whole image does.</summary>
    public int? Halo { get; init; }

    /// <summary>What it begins with; null: with nothing.</summary>
    public IInitialWeights? Start { get; init; }

    /// <summary>All of them; the first is the one that users get when they name none.</summary>
    public static IReadOnlyList<RecipeModel> All { get; } =
    [
        // What is learnt by a narrow network in minutes need not be learnt again by a wide one in an hour.
        OfBlocks("denoise", Wide) with { Start = new WidenedStart("denoise-fast") },
        OfBlocks("denoise-fast", Narrow) with { Summary = "A quarter of the work of denoise: looks at blocks of 2 x 2 pixels." },
        OfBlocks("denoise-n2n", Narrow, noisyTargets: true) with { Summary = "Noise2Noise: the network of denoise-fast, which learnt from two noisy recordings of each field and saw no clean image." },
        // The paper's references, in sizes that a processor can bear.
        Denoising("denoise-rednet", new RedNet(Depth: 10, Width: 32), 64) with { Summary = "RED-Net: convolutions with symmetric skips." },
        Denoising("denoise-rcan", new Rcan(Groups: 2, Blocks: 3, Width: 32), 64) with { Summary = "RCAN: residual groups with channel attention." },
        Film("denoise-time", new MotionLesson()),
        Blending("artefacts", new ArtefactsLesson(), 112),
        Blending("deblur", new BlurLesson(), 112),
        Blending("superres2", new BinningLesson(), 64),
    ];

    /// <summary>Those that are shipped, so that a user's training can go on from them.</summary>
    public static IReadOnlyList<RecipeModel> Shipped { get; } = [.. All.Where(model => PackageWeights.Exist(model.Name))];

    /// <exception cref="EngineFailure">BadRequest: there is none of that name.</exception>
    public static RecipeModel Of(string name) => All.FirstOrDefault(each => each.Name == name)
        ?? throw new EngineFailure(FailureKind.BadRequest, $"There is no recipe for '{name}': choose one of {string.Join(", ", All.Select(each => each.Name))}.");

    // It sees 124 pixels far; with a halo of 64 results of "denoise-fast" differ by 0.02 % of the noise that is taken away (recordings), 0.2 % where noise is correlated over 2 pixels.
    private const int HaloOfBlocks = 64;

    private static BlendingUNet Wide => new(3, 28, NoiseAwareInput.Copies, First: 64, Coarse: true);

    private static BlendingUNet Narrow => new(3, 24, NoiseAwareInput.Copies, First: 16, Coarse: true);

    private static RecipeModel OfBlocks(string name, BlendingUNet network, bool noisyTargets = false) => Denoising(name, network, 112, noisyTargets) with { Halo = HaloOfBlocks };

    private static RecipeModel Denoising(string name, Architecture architecture, int side, bool noisyTargets = false)
    {
        var inNoiseUnits = architecture is not BlendingUNet;
        return new(name, new Network(architecture, Maps: NoiseAwareInput.Maps) { InNoiseUnits = inNoiseUnits }, side, new NoiseLesson(noisyTargets));
    }

    // The network of "denoise"; its correction is in units of the image, since what it makes good is no noise.
    private static RecipeModel Blending(string name, Lesson lesson, int side)
    {
        var architecture = Wide with { NoiseMap = null, Enlargement = lesson.Scale };
        return new(name, new Network(architecture, Maps: NoiseAwareInput.Maps), side, lesson)
        {
            Halo = HaloOfBlocks,
            Start = new WarmStart("denoise", [.. Enumerable.Range(0, 1 + NoiseAwareInput.Maps)], lesson.Scale == 1 ? [0, 1, 2, 3, null] : []),
        };
    }

    // The network of "denoise" with further frames, and means over frames among the copies.
    private static RecipeModel Film(string name, Lesson lesson)
    {
        var (frames, copies) = (lesson.Frames, NoiseAwareInput.CopiesOf(lesson.Frames));
        int?[] unknown = [.. Enumerable.Repeat<int?>(null, copies - NoiseAwareInput.Copies)], neighbours = [.. Enumerable.Repeat<int?>(null, frames / 2)];
        var architecture = Wide with { Copies = copies, NoiseMap = frames, Image = frames / 2 };
        return new(name, new Network(architecture, frames, NoiseAwareInput.MapsOf(frames)), 112, lesson)
        {
            Halo = HaloOfBlocks,
            Start = new WarmStart("denoise", [.. neighbours, 0, .. neighbours, 1, 2, 3, 4, 5, 6, .. unknown], [0, 1, 2, 3, .. unknown, 4]),
        };
    }
}
