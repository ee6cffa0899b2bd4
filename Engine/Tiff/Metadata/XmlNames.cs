using System.Xml.Linq;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Elements by name, whatever their namespace.</summary>
internal static class XmlNames
{
    public static IEnumerable<XElement> Named(this XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);
}
