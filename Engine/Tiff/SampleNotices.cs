using FijiBridge.Engine.Images;

namespace FijiBridge.Engine.Tiff;

/// <summary>Says how samples were understood where that is not obvious.</summary>
internal static class SampleNotices
{
    public static void Add(PageTable pages, Notices notices)
    {
        var layout = pages.Layout;
        if (layout.Photometric == Photometric.WhiteIsZero)
            notices.Add(Inversion.Applies(layout.PixelType)
                ? "White is zero in this file: the values are turned round so that more is brighter."
                : "White is zero in this file; its values are signed or floating-point and stay as they are.");
        if (layout.Photometric == Photometric.Palette) notices.Add("The file has a colour palette: the values are read as intensities, the palette is kept as a LUT.");
        if (layout.Photometric == Photometric.Rgb) notices.Add($"RGB is read as {layout.SamplesPerPixel} channels{(layout.SamplesPerPixel > 3 ? ", alpha among them" : "")}.");
        if (layout.Photometric == Photometric.Separated) notices.Add("The inks of a separated (CMYK) image are read as channels.");
        if (layout.BitsPerSample != 8 * layout.PixelType.BytesPerSample()) notices.Add($"Samples of {layout.BitsPerSample} bits are read as {layout.PixelType}, without scaling.");
        if (pages.First.Integer(TiffTag.Orientation, 1) is var orientation and not 1) notices.Add($"{TiffTag.Orientation.Describe()} {orientation} is ignored: rows are read in the order of the file, as ImageJ does.");
        if (pages.First.TryFind(TiffTag.MetaMorphPlanes, out var stk) && stk.Count > 1 && pages.Directories.Count == 1)
            notices.Add($"This looks like a MetaMorph STK of {stk.Count} planes, of which only the first is read; export it as TIFF.");
    }
}
