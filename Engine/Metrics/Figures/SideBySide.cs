using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Figures;

/// <summary>One image of a figure with the words under it; lines are separated by '\n'.</summary>
public sealed record Panel(GreyImage Image, string Caption, DisplayRange Display);

/// <summary>Images in a row on white ground, a caption under each.</summary>
public static class SideBySide
{
    private const int Gap = 12;

    /// <param name="panels">At least one; they may differ in size.</param>
    /// <param name="zoom">Each pixel becomes a square of this side.</param>
    /// <param name="textScale">Each dot of the font becomes a square of this side.</param>
    public static Picture Draw(IReadOnlyList<Panel> panels, int zoom = 1, int textScale = 2)
    {
        var line = (BitmapFont.Height + 2) * textScale;
        var lines = panels.Max(panel => panel.Caption.Split('\n').Length);
        var imageHeight = panels.Max(panel => panel.Image.Height) * zoom;
        var widths = panels.Select(panel => PanelWidth(panel, zoom, textScale)).ToArray();
        var picture = new Picture(widths.Sum() + Gap * (panels.Count + 1), imageHeight + 2 * Gap + lines * line + Gap / 2, Colour.White);
        var left = Gap;
        for (var i = 0; i < panels.Count; i++)
        {
            picture.Draw(panels[i].Image, left, Gap, panels[i].Display, zoom);
            WriteCaption(picture, panels[i].Caption, left, Gap + imageHeight + Gap / 2 + textScale, line, textScale);
            left += widths[i] + Gap;
        }
        return picture;
    }

    private static int PanelWidth(Panel panel, int zoom, int textScale)
    {
        var text = panel.Caption.Split('\n').Max(line => line.Length) * BitmapFont.Advance * textScale;
        return Math.Max(panel.Image.Width * zoom, text);
    }

    private static void WriteCaption(Picture picture, string caption, int left, int top, int line, int textScale)
    {
        foreach (var words in caption.Split('\n'))
        {
            picture.Write(words, left, top, Colour.Black, textScale);
            top += line;
        }
    }
}
