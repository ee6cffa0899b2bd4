using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FijiBridge.Bridge.Tests.Security;

/// <summary>Messages in which one text wants to be a path.</summary>
internal static class Climbing
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "../../../../etc/passwd", "..\\..\\..\\windows\\win.ini", "/etc/passwd", "C:\\windows\\win.ini", "\\\\server\\share\\x", "file:///etc/passwd",
        "..", ".", "~", "", " ", "smooth/../../x", "smooth/rdf.yaml", "./smooth", "con", "nul.tif", "%2e%2e%2fetc", "..%c0%af..", "．．／etc", "a\0b", "\r\nX: y",
        "$(touch x)", "`x`", "; rm -rf x", ".incoming-x", ".owner", "{0}", "\uFFFD\u202E", new('a', 5000), string.Concat(Enumerable.Repeat("../", 1000)),
    ];

    /// <summary>One message for each text in it, however deep, with the name in that place and nothing elsewhere.</summary>
    public static IEnumerable<IMessage> Messages(MessageDescriptor type, string name)
    {
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (field.IsMap)
            {
                yield return With(type, message => ((IDictionary)field.Accessor.GetValue(message)).Add(name, 1.0));
            }
            else if (field.FieldType == FieldType.String)
            {
                yield return With(type, message => field.Accessor.SetValue(message, name));
            }
            else if (field.FieldType == FieldType.Message)
            {
                foreach (var inner in Messages(field.MessageType, name)) yield return With(type, message => field.Accessor.SetValue(message, inner));
            }
        }
    }

    private static IMessage With(MessageDescriptor type, Action<IMessage> set)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        set(message);
        return message;
    }
}
