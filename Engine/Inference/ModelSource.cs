namespace FijiBridge.Engine.Inference;

/// <summary>A network and the shape in which it will be used: everything that <see cref="ModelSession"/> needs to open it.</summary>
public sealed record ModelSource
{
    private ModelSource(string name, string? path, byte[]? bytes) => (Name, Path, Bytes) = (name, path, bytes);

    /// <summary>What messages call the network: its file, or the name given with the bytes.</summary>
    public string Name { get; }

    /// <summary>The name of the image input, <c>[n, c, y, x]</c> or <c>[n, c, z, y, x]</c>, 32-bit floats.</summary>
    public required string InputName { get; init; }

    /// <summary>The name of the image output, same order of axes.</summary>
    public required string OutputName { get; init; }

    public required TileShape Input { get; init; }

    public required TileShape Output { get; init; }

    /// <summary>Further inputs that hold one number each; their values come with every run.</summary>
    public IReadOnlyList<string> ParameterNames { get; init; } = [];

    internal string? Path { get; }

    internal byte[]? Bytes { get; }

    /// <summary>A network in a file <c>model.onnx</c>; files with weights beside it are found from there.</summary>
    public static ModelSource FromFile(string path, string inputName, string outputName, TileShape input, TileShape output) =>
        new(path, path, null) { InputName = inputName, OutputName = outputName, Input = input, Output = output };

    /// <summary>A network in memory.</summary>
    public static ModelSource FromBytes(string name, byte[] onnx, string inputName, string outputName, TileShape input, TileShape output) =>
        new(name, null, onnx) { InputName = inputName, OutputName = outputName, Input = input, Output = output };
}
