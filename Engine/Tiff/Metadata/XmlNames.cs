using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Elements by name, whatever their namespace, and text that XML allows.</summary>
internal static class XmlNames
{
    public static IEnumerable<XElement> Named(this XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);

    /// <summary>The text without what XML 1.0 cannot hold: control characters and halves of surrogate pairs.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value != 0xFFFD && (rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value))) clean.Append(rune.ToString());
        return clean.ToString();
    }
}
