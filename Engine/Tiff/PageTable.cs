namespace FijiBridge.Engine.Tiff;

/// <summary>
/// The pages of a file: the offsets of all IFDs of its chain, and which of them hold planes of the stack. Eight bytes are kept for a page.
/// </summary>
internal sealed class PageTable
{
    private readonly List<long> _directories = [];
    private readonly List<long> _planes = [];
    private ImageFileDirectory? _last;

    private PageTable(TiffFile file, Notices notices)
    {
        long skipped = 0, masks = 0;
        foreach (var directory in file.Directories())
        {
            _directories.Add(directory.Offset);
            if (_last is not null && directory.HasLayoutEntriesOf(_last)) _planes.Add(directory.Offset);
            else if (IsReduced(directory) || (First is not null && !Matches(directory, file))) skipped++;
            else if (IsMask(directory)) masks++;
            else Add(directory, file);
        }
        if (First is null) AddFirstOf(file);
        if (skipped > 0) notices.Add($"{skipped} of {_directories.Count} pages are left out: they are thumbnails or have another size or pixel type than the first image of {Layout!.Width} x {Layout.Height} pixels.");
        if (masks > 0) notices.Add($"{masks} transparency masks are left out.");
        if (First!.TryFind(TiffTag.SubIFDs, out var subs)) notices.Add($"The smaller copies (pyramid levels) of each image are left out: {TiffTag.SubIFDs.Describe()} names {subs.Count}.");
    }

    /// <summary>The first page that is a plane.</summary>
    public ImageFileDirectory First { get; private set; } = null!;

    public PageLayout Layout { get; private set; } = null!;

    /// <summary>Offsets of all IFDs of the chain: what the IFD numbers of OME-XML count.</summary>
    public IReadOnlyList<long> Directories => _directories;

    /// <summary>Offsets of the IFDs that hold planes.</summary>
    public IReadOnlyList<long> Planes => _planes;

    public static PageTable Read(TiffFile file, Notices notices) => new(file, notices);

    private static bool IsReduced(ImageFileDirectory directory) => (directory.Integer(TiffTag.NewSubfileType, 0) & 1) != 0;

    private static bool IsMask(ImageFileDirectory directory) => (directory.Integer(TiffTag.NewSubfileType, 0) & 4) != 0;

    private void Add(ImageFileDirectory directory, TiffFile file)
    {
        if (First is null) (First, Layout) = (directory, PageLayoutReader.Read(directory, file.Options));
        _planes.Add(directory.Offset);
        _last = directory;
    }

    /// <summary>Every page says that it is a smaller copy: then the first is taken all the same.</summary>
    private void AddFirstOf(TiffFile file) => Add(file.ReadDirectory(_directories[0]), file);

    private bool Matches(ImageFileDirectory directory, TiffFile file)
    {
        // The cheap half first: most foreign pages differ in size, and may be of a kind that is not read at all.
        if (directory.Integer(TiffTag.ImageWidth, 0) != Layout.Width || directory.Integer(TiffTag.ImageLength, 0) != Layout.Height) return false;
        return PageLayoutReader.Read(directory, file.Options).MatchesStackOf(Layout);
    }
}
