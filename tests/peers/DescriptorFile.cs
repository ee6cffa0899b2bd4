using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace FijiBridge.Tests.Peers;

/// <summary>A temporary file with a FileDescriptorSet, from which python makes message classes without a code generator.</summary>
public sealed class DescriptorFile : IDisposable
{
    public DescriptorFile(FileDescriptor file)
    {
        var set = new FileDescriptorSet();
        Add(file);
        File.WriteAllBytes(Path, set.ToByteArray());

        void Add(FileDescriptor one)
        {
            // Imports first, as a descriptor pool wants them.
            one.Dependencies.ToList().ForEach(Add);
            set.File.Add(FileDescriptorProto.Parser.ParseFrom(one.SerializedData));
        }
    }

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
