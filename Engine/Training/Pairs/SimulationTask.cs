namespace FijiBridge.Engine.Training.Pairs;

/// <summary>What is done to a good image to have a bad one with known truth.</summary>
public enum SimulationTask
{
    /// <summary>Photons are taken away.</summary>
    Exposure,

    /// <summary>The photons are dealt out to two images, for Noise2Noise.</summary>
    Halves,

    /// <summary>2 x 2 pixels become one.</summary>
    Binning,

    /// <summary>A Gaussian blur, then a little noise, without which sharpening has no bound.</summary>
    Blur,

    /// <summary>Stripes, hot pixels and the blocks of JPEG.</summary>
    Artefacts,
}
