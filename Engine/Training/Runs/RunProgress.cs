using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Training.Runs;

/// <summary>Where a run stands.</summary>
public sealed record RunProgress
{
    /// <summary>Pairs opened and checked.</summary>
    public int PairsReady { get; init; }

    /// <summary>Pairs in all.</summary>
    public int Pairs { get; init; }

    /// <summary>PSNR in dB of the noisy validation images; null before training.</summary>
    public double? NoisyPsnr { get; init; }

    /// <summary>PSNR in dB of the validation images after the best Gaussian filter, chosen with the answer known; null before training.</summary>
    public double? SmoothedPsnr { get; init; }

    /// <summary>PSNR in dB of the validation images as the model restores them that the training goes on from; null: it goes on from none, or before training.</summary>
    public double? OriginPsnr { get; init; }

    /// <summary>Null before training.</summary>
    public TrainingProgress? Training { get; init; }

    /// <summary>Structural similarity at the last validation; null before the first.</summary>
    public double? Ssim { get; init; }

    /// <summary>A validation image: noisy, restored at the last validation, target, in the network's units; null before the first.</summary>
    public (GreyImage Noisy, GreyImage Restored, GreyImage Target)? Preview { get; init; }

    /// <summary>Something to tell the user now; null most of the time.</summary>
    public string? Notice { get; init; }
}
