using System.Globalization;
using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Figures;

/// <summary>Part of an image in pixels.</summary>
public readonly record struct Inset(int Left, int Top, int Width, int Height);

/// <summary>What the figure shows beside the images.</summary>
public sealed record FourPanelOptions
{
    /// <summary>The part that is shown enlarged in the corner; null chooses the quarter-wide square with the most contrast in the truth.</summary>
    public Inset? Inset { get; init; }

    /// <summary>Side of a pixel in micrometres; null draws no scale bar.</summary>
    public double? PixelSize { get; init; }

    /// <summary>How the figures under the panels are computed.</summary>
    public EvaluationOptions Evaluation { get; init; } = new();
}

/// <summary>
/// Noisy (ns), smoothed (sm), restored (re) and ground truth (gt) in a row, all with the truth's display range (mapped onto the
/// truth first if the comparison is affine), each with an enlarged inset,
/// a scale bar, and PSNR [dB] / SSIM under it.
/// </summary>
public sealed class FourPanelFigure
{
    private const int Margin = 10;
    private const int Magnification = 3;
    private static readonly string[] Names = ["ns", "sm", "re", "gt"];

    private readonly GreyImage[] _images;
    private readonly FourPanelOptions _options;
    private readonly Inset _inset;
    private readonly int _zoom;

    /// <exception cref="ArgumentException">The images differ in size, or the inset does not lie inside.</exception>
    public FourPanelFigure(GreyImage noisy, GreyImage smoothed, GreyImage restored, GreyImage truth, FourPanelOptions? options = null)
    {
        (_images, _options) = ([noisy, smoothed, restored, truth], options ?? new FourPanelOptions());
        foreach (var image in _images) GreyImage.RequireEqualSize(truth, image);
        _inset = _options.Inset ?? InsetFinder.Find(truth);
        if (_inset.Left < 0 || _inset.Top < 0 || _inset.Width < 1 || _inset.Height < 1
            || _inset.Left + _inset.Width > truth.Width || _inset.Top + _inset.Height > truth.Height)
            throw new ArgumentException($"the inset {_inset.Left},{_inset.Top},{_inset.Width},{_inset.Height} does not lie inside {truth.Width} x {truth.Height} pixels", nameof(options));
        _zoom = Math.Max(1, (384 + truth.Width - 1) / truth.Width);
    }

    /// <summary>The four images in the order of the panels, unscaled: the planes of a stack for Fiji.</summary>
    public IReadOnlyList<(string Name, GreyImage Image)> Planes => [.. Names.Zip(_images)];

    /// <summary>How near the first three images are to the fourth.</summary>
    public IReadOnlyList<(string Name, Scores Scores)> Scores =>
        [.. Planes.Take(3).Select(plane => (plane.Name, Evaluation.Score(_images[3], plane.Image, _options.Evaluation)))];

    public Picture Draw()
    {
        var (width, height) = (_images[0].Width * _zoom, _images[0].Height * _zoom);
        const int caption = 2 * (BitmapFont.Height + 4) * 2;
        var picture = new Picture(4 * width + 5 * Margin, height + 2 * Margin + caption, Colour.White);
        string[] captions = [.. Scores.Select(panel => Figures(panel.Scores)), "PSNR [dB] / SSIM"];
        for (var i = 0; i < _images.Length; i++)
        {
            var left = Margin + i * (width + Margin);
            DrawPanel(picture, i, left);
            picture.Write(Names[i], left, Margin + height + 8, Colour.Black);
            picture.Write(captions[i], left, Margin + height + 8 + 2 * (BitmapFont.Height + 3), Colour.Black);
        }
        return picture;
    }

    private void DrawPanel(Picture picture, int index, int left)
    {
        var truth = _images[3];
        var image = _options.Evaluation.Matched(truth, _images[index]);
        picture.Draw(image, left, Margin, DisplayRange.Of(truth), _zoom);
        picture.Frame(left + _inset.Left * _zoom, Margin + _inset.Top * _zoom, _inset.Width * _zoom, _inset.Height * _zoom, 2, Colour.Yellow);
        var (zoom, width, height) = (InsetZoom, _inset.Width * InsetZoom, _inset.Height * InsetZoom);
        var (insetLeft, insetTop) = (left + truth.Width * _zoom - width, Margin + truth.Height * _zoom - height);
        picture.Draw(image.Crop(_inset.Left, _inset.Top, _inset.Width, _inset.Height), insetLeft, insetTop, DisplayRange.Of(truth), zoom);
        picture.Frame(insetLeft, insetTop, width, height, 2, Colour.Yellow);
        if (_options.PixelSize is { } pixelSize) DrawScaleBar(picture, left + 8, Margin + truth.Height * _zoom - 10, pixelSize);
    }

    // The inset is enlarged as far as half of the panel lets it be.
    private int InsetZoom => Math.Max(1, Math.Min(
        Magnification * _zoom, Math.Min(_images[0].Width * _zoom / 2 / _inset.Width, _images[0].Height * _zoom / 2 / _inset.Height)));

    // The round length (1, 2 or 5 times a power of ten) nearest below a quarter of the panel.
    private void DrawScaleBar(Picture picture, int left, int bottom, double pixelSize)
    {
        var longest = _images[0].Width * pixelSize / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(longest)));
        var length = power * (longest / power >= 5 ? 5 : longest / power >= 2 ? 2 : 1);
        picture.Fill(left, bottom - 4, (int)Math.Round(length / pixelSize * _zoom), 4, Colour.White);
        picture.Write($"{length.ToString("0.###", CultureInfo.InvariantCulture)} µm", left, bottom - 4 - 2 * BitmapFont.Height, Colour.White);
    }

    private static string Figures(Scores scores) => string.Create(CultureInfo.InvariantCulture, $"{scores.Psnr:0.00} / {scores.Ssim:0.000}");
}
