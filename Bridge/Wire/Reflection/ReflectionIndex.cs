using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FijiBridge.Bridge.Wire.Reflection;

/// <summary>The .proto files behind the mapped services, by name and by the symbols they define.</summary>
internal sealed class ReflectionIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly HashSet<string> _messages = [];

    public ReflectionIndex(ServiceDirectory directory)
    {
        ServiceNames = [.. directory.Services.Keys.Order(StringComparer.Ordinal)];
        foreach (var service in directory.Services.Values)
        {
            AddFile(service.File);
        }
    }

    public IReadOnlyList<string> ServiceNames { get; }

    public bool IsMessage(string fullName) => _messages.Contains(fullName);

    /// <summary>The file and all that it imports, each serialized and each once; null when there is no such file.</summary>
    public IReadOnlyList<ByteString>? FileByName(string name) => WithImports(_files.GetValueOrDefault(name));

    /// <summary>The file that defines a service, method, message or enumeration, and all that it imports; null when there is none.</summary>
    public IReadOnlyList<ByteString>? FileBySymbol(string fullName) => WithImports(_symbols.GetValueOrDefault(fullName));

    private static IReadOnlyList<ByteString>? WithImports(FileDescriptor? file)
    {
        if (file is null)
        {
            return null;
        }

        var closure = new List<FileDescriptor> { file };
        for (var i = 0; i < closure.Count; i++)
        {
            closure.AddRange(closure[i].Dependencies.Where(import => !closure.Contains(import)));
        }

        return [.. closure.Select(one => one.SerializedData)];
    }

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        Add(file, file.Services.SelectMany(service => service.Methods.Select(method => method.FullName).Append(service.FullName)));
        Add(file, file.EnumTypes.Select(type => type.FullName));
        AddMessages(file, file.MessageTypes);
        file.Dependencies.ToList().ForEach(AddFile);
    }

    private void AddMessages(FileDescriptor file, IEnumerable<MessageDescriptor> messages)
    {
        foreach (var message in messages)
        {
            _messages.Add(message.FullName);
            Add(file, message.EnumTypes.Select(type => type.FullName).Append(message.FullName));
            AddMessages(file, message.NestedTypes);
        }
    }

    private void Add(FileDescriptor file, IEnumerable<string> symbols)
    {
        foreach (var symbol in symbols)
        {
            _symbols[symbol] = file;
        }
    }
}
