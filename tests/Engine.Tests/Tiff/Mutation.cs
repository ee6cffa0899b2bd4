namespace FijiBridge.Engine.Tests.Tiff;

/// <summary>Small damage: what transfers, disks, bad writers and attackers do to files.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [0, 1, 2, 3, 4, 8, 16, 0x20, 0x7F, 0x80, 0xFE, 0xFF, (byte)'<', (byte)'"', (byte)'9', (byte)'='];

    public static byte[] Of(byte[] original, Random random)
    {
        var file = (byte[])original.Clone();
        for (var changes = random.Next(1, 4); changes > 0; changes--) file = Once(file, random);
        return file;
    }

    private static byte[] Once(byte[] file, Random random)
    {
        if (file.Length == 0) return file;
        var at = random.Next(file.Length);
        var length = Math.Min(random.Next(1, 9), file.Length - at);
        switch (random.Next(8))
        {
            case 0: return file[..at];
            case 1: return [.. file[..at], .. file[(at + length)..]];
            case 2: return [.. file[..at], .. file.AsSpan(random.Next(file.Length - length + 1), length), .. file[at..]];
            case 3: file.AsSpan(at, length).Fill(Telling[random.Next(Telling.Length)]); return file;
            case 4: file[at] ^= (byte)(1 << random.Next(8)); return file;
            case 5: file.AsSpan(random.Next(file.Length - length + 1), length).ToArray().CopyTo(file.AsSpan(at)); return file;
            case 6: file[at] = Telling[random.Next(Telling.Length)]; return file;
            default: random.NextBytes(file.AsSpan(at, Math.Min(length, 4))); return file;
        }
    }
}
