using FijiBridge.Bridge.Commands.Evaluating;
using FijiBridge.Engine.Images;
using FijiBridge.Engine.Metrics.Baselines;
using FijiBridge.Engine.Metrics.Figures;
using FijiBridge.Engine.Tiff;
using FijiBridge.Engine.Training.Pairs;

namespace FijiBridge.Bridge.Commands.Drawing;

/// <summary>The figure, what it knows of the sample, and the sigma of its smoothed panel in pixels.</summary>
internal sealed record FigurePanels(FourPanelFigure Figure, StackMetadata Metadata, double Sigma)
{
    /// <exception cref="CommandFailure">There is no such plane, or the inset lies outside.</exception>
    public static FigurePanels Read(FigureOptions options, ImageFile restored)
    {
        using var noisyFile = ImageFile.Open(options.Noisy);
        using var cleanFile = ImageFile.Open(options.Clean);
        var shape = cleanFile.Planes.Shape;
        if (options.Plane > shape.PlaneCount)
            throw new CommandFailure(ExitCodes.BadInput, $"--plane {options.Plane}: the stack has {shape.PlaneCount} plane(s)");
        GreyImage Plane(ImageFile file) => GreyImage.From(file.Planes.Read(shape.PlaneAt(options.Plane - 1)));
        var (noisy, truth, factor) = (Plane(noisyFile), Plane(cleanFile), shape.Width / noisyFile.Planes.Shape.Width);
        GreyImage Enlarged(GreyImage image) => factor > 1 ? BicubicUpsampling.Apply(image, factor) : image;
        TruthCheck.Require(truth, options.Clean, options.Plane, options.Comparison);
        var smoothed = BestGaussian.Choose(noisy, image => options.Comparison.Error(truth, Enlarged(image)));
        var metadata = noisyFile.Metadata.WithScale(factor);
        var drawing = new FourPanelOptions { Inset = options.Inset, PixelSize = Micrometres(metadata), Evaluation = options.Comparison };
        return new FigurePanels(Draw(Enlarged(noisy), Enlarged(smoothed.Image), Plane(restored), truth, drawing), metadata, smoothed.Sigma);
    }

    private static FourPanelFigure Draw(GreyImage noisy, GreyImage smoothed, GreyImage restored, GreyImage truth, FourPanelOptions options)
    {
        try
        {
            return new FourPanelFigure(noisy, smoothed, restored, truth, options);
        }
        catch (ArgumentException outside)
        {
            throw new CommandFailure(ExitCodes.WrongUsage, outside.Message.Split(" (Parameter")[0], outside);
        }
    }

    private static double? Micrometres(StackMetadata metadata) => metadata.Unit switch
    {
        "µm" => metadata.PixelSizeX,
        "nm" => metadata.PixelSizeX / 1000,
        "mm" => metadata.PixelSizeX * 1000,
        _ => null,
    };
}
