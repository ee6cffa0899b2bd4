using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Metrics.Figures;

/// <summary>A small canvas of 8-bit RGB pixels, <c>[y, x, rgb]</c>, for figures; what is drawn outside is cut off.</summary>
public sealed class Picture
{
    /// <summary>A canvas in one colour.</summary>
    public Picture(int width, int height, Colour background)
    {
        (Width, Height, Pixels) = (width, height, new byte[checked(3 * width * height)]);
        Fill(0, 0, width, height, background);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green, blue of each pixel, row by row.</summary>
    public byte[] Pixels { get; }

    public void Fill(int left, int top, int width, int height, Colour colour)
    {
        for (var y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
        for (var x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
            Set(x, y, colour);
    }

    /// <summary>The border of a rectangle, drawn inwards.</summary>
    public void Frame(int left, int top, int width, int height, int thickness, Colour colour)
    {
        Fill(left, top, width, thickness, colour);
        Fill(left, top + height - thickness, width, thickness, colour);
        Fill(left, top, thickness, height, colour);
        Fill(left + width - thickness, top, thickness, height, colour);
    }

    /// <summary>Draws an image, its intensities from black to white as <paramref name="display"/> tells, each pixel as a square of <paramref name="zoom"/>.</summary>
    public void Draw(GreyImage image, int left, int top, DisplayRange display, int zoom = 1)
    {
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
        {
            var grey = display.ToGrey(image[x, y]);
            Fill(left + x * zoom, top + y * zoom, zoom, zoom, new Colour(grey, grey, grey));
        }
    }

    /// <summary>Writes one line of text; (<paramref name="left"/>, <paramref name="top"/>) is the upper left corner of its first capital.</summary>
    public void Write(string text, int left, int top, Colour colour, int scale = 2)
    {
        for (var i = 0; i < text.Length; i++)
        for (var y = 0; y < BitmapFont.Height; y++)
        for (var x = 0; x < BitmapFont.Width; x++)
        {
            if (BitmapFont.IsInk(text[i], x, y))
                Fill(left + (i * BitmapFont.Advance + x) * scale, top + y * scale, scale, scale, colour);
        }
    }

    private void Set(int x, int y, Colour colour)
    {
        var at = 3 * (y * Width + x);
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = (colour.Red, colour.Green, colour.Blue);
    }
}
