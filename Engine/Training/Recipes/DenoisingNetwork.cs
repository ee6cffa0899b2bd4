using FijiBridge.Engine.Training.Architectures;

namespace FijiBridge.Engine.Training.Recipes;

/// <summary>A network that the recipe for denoising trains: one for each model that comes of it.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Network">What is trained; its maps are those of <see cref="NoiseAwareInput"/>.</param>
/// <param name="Side">Of its patches: what lies beyond the receptive field teaches nothing.</param>
/// <param name="Summary">What is special about the model, as a sentence.</param>
public sealed record DenoisingNetwork(string Model, Network Network, int Side, string Summary)
{
    /// <summary>All of them; the first is the one that users get when they name none.</summary>
    public static IReadOnlyList<DenoisingNetwork> All { get; } =
    [
        Blending("denoise", 24, ""),
        Blending("denoise-fast", 16, "Smaller and quicker than denoise."),
        // The paper's references, in sizes that a processor can bear.
        InNoiseUnits("denoise-rednet", new RedNet(Depth: 10, Width: 32), "RED-Net: convolutions with symmetric skips."),
        InNoiseUnits("denoise-rcan", new Rcan(Groups: 2, Blocks: 3, Width: 32), "RCAN: residual groups with channel attention."),
    ];

    /// <exception cref="EngineFailure">BadRequest: there is none for a model of that name.</exception>
    public static DenoisingNetwork Of(string model) => All.FirstOrDefault(each => each.Model == model)
        ?? throw new EngineFailure(FailureKind.BadRequest, $"The recipe for denoising has no '{model}': choose one of {string.Join(", ", All.Select(each => each.Model))}.");

    private static DenoisingNetwork Blending(string model, int width, string summary) =>
        new(model, new Network(new BlendingUNet(Depth: 3, width, NoiseAwareInput.Copies), Maps: NoiseAwareInput.Maps), 96, summary);

    private static DenoisingNetwork InNoiseUnits(string model, Architecture architecture, string summary) =>
        new(model, new Network(architecture, Maps: NoiseAwareInput.Maps) { InNoiseUnits = true }, 64, summary);
}
