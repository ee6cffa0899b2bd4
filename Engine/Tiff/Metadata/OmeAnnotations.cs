using System.Globalization;
using System.Xml.Linq;

namespace FijiBridge.Engine.Tiff.Metadata;

/// <summary>Key-value pairs in OME's StructuredAnnotations: where the pixels come from, and ImageJ's description, which OME has no words for.</summary>
internal static class OmeAnnotations
{
    public const string Provenance = "fijibridge/provenance";
    public const string ImageJ = "fijibridge/imagej-description";

    /// <summary>Adds a MapAnnotation and refers to it from the image.</summary>
    public static void Add(XElement root, XElement image, string annotationNamespace, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var ns = root.Name.Namespace;
        var annotations = root.Named("StructuredAnnotations").FirstOrDefault() ?? Container(root, ns);
        var id = FreeId(root);
        annotations.Add(Map(annotations.Name.Namespace, id, annotationNamespace, pairs));
        image.Add(new XElement(annotations.Name.Namespace + "AnnotationRef", new XAttribute("ID", id)));
    }

    /// <summary>The pairs of the last annotation with this namespace, or null.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Find(XElement root, string annotationNamespace) =>
        root.Named("StructuredAnnotations").SelectMany(annotations => annotations.Named("MapAnnotation"))
            .LastOrDefault(map => map.Attribute("Namespace")?.Value == annotationNamespace)
            ?.Named("Value").SelectMany(value => value.Named("M"))
            .Select(m => KeyValuePair.Create(m.Attribute("K")?.Value ?? "", m.Value)).ToList();

    private static XElement Map(XNamespace ns, string id, string annotationNamespace, IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(ns + "MapAnnotation", new XAttribute("ID", id), new XAttribute("Namespace", annotationNamespace),
            new XElement(ns + "Value", pairs.Select(pair => new XElement(ns + "M", new XAttribute("K", XmlNames.Clean(pair.Key)), XmlNames.Clean(pair.Value)))));

    /// <summary>The schema wants it behind the images and before the ROIs. Schemas before 2015 have a namespace of its own for it.</summary>
    private static XElement Container(XElement root, XNamespace ns)
    {
        var year = ns.NamespaceName.Split('/')[^1].Split('-')[0];
        var old = int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) && y < 2015 && ns.NamespaceName.Contains("/OME/", StringComparison.Ordinal);
        var container = new XElement((old ? (XNamespace)ns.NamespaceName.Replace("/OME/", "/SA/", StringComparison.Ordinal) : ns) + "StructuredAnnotations");
        root.Named("Image").Last().AddAfterSelf(container);
        return container;
    }

    private static string FreeId(XElement root)
    {
        var taken = root.Descendants().Select(e => e.Attribute("ID")?.Value).ToHashSet();
        var n = 0;
        while (taken.Contains($"Annotation:FijiBridge:{n}")) n++;
        return $"Annotation:FijiBridge:{n}";
    }
}
