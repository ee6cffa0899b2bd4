namespace FijiBridge.Engine.Training.Runs;

/// <summary>What a network is to learn.</summary>
public enum TrainingTask
{
    /// <summary>From noisy to clean.</summary>
    Denoise,

    /// <summary>Twice as many pixels along x and y.</summary>
    Superres2,

    /// <summary>From blurred to sharp.</summary>
    Deblur,

    /// <summary>Without stripes, hot pixels and the blocks of JPEG.</summary>
    Artefacts,
}
