using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace FijiBridge.Engine.Models;

/// <summary>An array of numbers in numpy's file format .npy, the format of a model's test tensors.</summary>
/// <param name="Shape">Length of each axis, the slowest first.</param>
/// <param name="Values">The numbers as 32-bit floats, the last axis fastest.</param>
public sealed partial record NpyFile(IReadOnlyList<int> Shape, float[] Values)
{
    private const int MaxHeader = 1 << 16;

    /// <summary>Reads format versions 1 to 3, little-endian integers and floats, either order of axes.</summary>
    /// <exception cref="EngineFailure">BadModel: not such a file, damaged, or larger than <paramref name="maxValues"/>.</exception>
    public static NpyFile Read(string path, int maxValues = 1 << 26)
    {
        var name = Path.GetFileName(path);
        using var file = File.OpenRead(path);
        try
        {
            var header = ReadHeader(file, name);
            var (type, fortran, shape) = (Field(header, TypeField(), name), Field(header, OrderField(), name) == "True", Shapes(header, name));
            var count = shape.Aggregate(1L, (product, length) => checked(product * length));
            if (count > maxValues) throw Bad(name, $"holds {count} numbers; at most {maxValues} are read");
            var bytes = new byte[count * SizeOf(type, name)];
            file.ReadExactly(bytes);
            var values = Convert(bytes, type);
            return new NpyFile(shape, fortran ? FromFortran(values, shape) : values);
        }
        catch (Exception error) when (error is EndOfStreamException or OverflowException or FormatException)
        {
            throw new EngineFailure(FailureKind.BadModel, $"{name} is not a whole .npy file", error);
        }
    }

    /// <summary>Writes 32-bit floats, format version 1.</summary>
    public void Write(string path)
    {
        var shape = string.Concat(Shape.Select(length => length.ToString(CultureInfo.InvariantCulture) + ","));
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}";
        var padding = 63 - (10 + text.Length) % 64;
        var header = Encoding.ASCII.GetBytes(text + new string(' ', padding) + "\n");
        using var file = File.Create(path);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(header);
        file.Write(MemoryMarshal.AsBytes<float>(Values));
    }

    private static string ReadHeader(FileStream file, string name)
    {
        Span<byte> start = stackalloc byte[8];
        file.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8) || start[6] is < 1 or > 3)
            throw Bad(name, "is not a .npy file of version 1 to 3");
        Span<byte> length = stackalloc byte[4];
        length.Clear();
        file.ReadExactly(start[6] == 1 ? length[..2] : length);
        var count = BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (count > MaxHeader) throw Bad(name, $"has a header of {count} bytes; at most {MaxHeader} are read");
        var header = new byte[count];
        file.ReadExactly(header);
        return Encoding.UTF8.GetString(header);
    }

    private static string Field(string header, Regex pattern, string name) =>
        pattern.Match(header) is { Success: true } match
            ? match.Groups[1].Value
            : throw Bad(name, $"has the header {header.Trim()}, which is not understood");

    private static int[] Shapes(string header, string name) => [.. Field(header, ShapeField(), name)
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(length => int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture))];

    private static int SizeOf(string type, string name) => type switch
    {
        "|b1" or "|u1" or "|i1" => 1,
        "<u2" or "<i2" or "<f2" => 2,
        "<u4" or "<i4" or "<f4" => 4,
        "<u8" or "<i8" or "<f8" => 8,
        _ => throw Bad(name, $"holds numbers of the type {type}; little-endian integers and floats are read"),
    };

    private static float[] Convert(byte[] bytes, string type) => type switch
    {
        "|b1" or "|u1" => Cast<byte>(bytes, value => value),
        "|i1" => Cast<sbyte>(bytes, value => value),
        "<u2" => Cast<ushort>(bytes, value => value),
        "<i2" => Cast<short>(bytes, value => value),
        "<f2" => Cast<Half>(bytes, value => (float)value),
        "<u4" => Cast<uint>(bytes, value => value),
        "<i4" => Cast<int>(bytes, value => value),
        "<f4" => Cast<float>(bytes, value => value),
        "<u8" => Cast<ulong>(bytes, value => value),
        "<i8" => Cast<long>(bytes, value => value),
        _ => Cast<double>(bytes, value => (float)value),
    };

    private static float[] Cast<T>(byte[] bytes, Converter<T, float> convert) where T : unmanaged =>
        Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), convert);

    /// <summary>The same array with its last axis fastest, when the first one was.</summary>
    private static float[] FromFortran(float[] values, int[] shape)
    {
        var result = new float[values.Length];
        var index = new int[shape.Length];
        foreach (var value in values)
        {
            var position = 0;
            for (var axis = 0; axis < shape.Length; axis++) position = position * shape[axis] + index[axis];
            result[position] = value;
            for (var axis = 0; axis < shape.Length && ++index[axis] == shape[axis]; axis++) index[axis] = 0;
        }
        return result;
    }

    private static EngineFailure Bad(string name, string complaint) => new(FailureKind.BadModel, $"{name} {complaint}");

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex TypeField();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderField();

    [GeneratedRegex(@"'shape'\s*:\s*\(([\d,\s]*)\)")]
    private static partial Regex ShapeField();
}
