namespace FijiBridge.Engine.Tiff;

/// <summary>
/// A file is not a TIFF that can be read. The message is one sentence for the person who owns the file: it names the tag or the
/// offset, the limit if one was passed, and what to do.
/// </summary>
public sealed class TiffFormatException : Exception
{
    public TiffFormatException(string message)
        : base(message)
    {
    }

    public TiffFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
