using FijiBridge.Engine.Inference;
using FijiBridge.Engine.Models;

namespace FijiBridge.Engine.Restoration;

/// <summary>What an engine is started with.</summary>
public sealed record EngineOptions
{
    /// <summary>Default "auto", the best device that works; or the name of one, which then must work.</summary>
    public string Device { get; init; } = DeviceKinds.Automatic;

    /// <summary>Default: the models that came with the program.</summary>
    public string BuiltInModels { get; init; } = ModelCatalog.BuiltInFolder;

    /// <summary>Default none. Where imported models are kept; without it nothing can be imported.</summary>
    public string? UserModels { get; init; }

    /// <summary>For models from outside.</summary>
    public ModelLimits ModelLimits { get; init; } = new();

    /// <summary>For tiles that wait for the device. Default: what suits the device.</summary>
    public QueueLimits? Queue { get; init; }
}
