using System.Text;

namespace FijiBridge.Engine.Training.Pairs;

/// <summary>CSV files of pairs: a header line, commas or semicolons, quotes where needed (RFC 4180).</summary>
internal static class PairTable
{
    public static List<FilePair> Read(string path, Complaints complaints, Func<string, string> fieldOf)
    {
        var (pairs, name) = (new List<FilePair>(), Path.GetFileName(path));
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var lines = File.ReadAllLines(path).Select((text, index) => (Text: text, Number: index + 1)).Where(line => line.Text.Trim().Length > 0).ToList();
        var separator = lines.Count > 0 && lines[0].Text.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        var header = lines.Count > 0 ? Split(lines[0].Text, separator).Select(word => word.Trim().ToLowerInvariant()).ToList() : [];
        var (noisy, clean, field, group) = (header.IndexOf("noisy"), header.IndexOf("clean"), header.IndexOf("field"), header.IndexOf("group"));
        if (noisy < 0 || clean < 0)
        {
            complaints.Add($"the first line of {name} must name the columns noisy and clean, as in: noisy,clean");
            return pairs;
        }
        foreach (var (text, number) in lines.Skip(1))
        {
            var words = Split(text, separator);
            if (words.Count <= Math.Max(noisy, clean) || words[noisy].Trim().Length == 0 || words[clean].Trim().Length == 0)
            {
                complaints.Add($"line {number} of {name} does not name two files: {text}");
                continue;
            }
            string Absolute(int column) => Path.GetFullPath(Path.Combine(folder, words[column].Trim()));
            string? Optional(int column) => column >= 0 && column < words.Count && words[column].Trim().Length > 0 ? words[column].Trim() : null;
            var place = Optional(field) ?? fieldOf(Absolute(clean));
            pairs.Add(new FilePair(words[noisy].Trim(), place, Absolute(noisy), Absolute(clean)) { Group = Optional(group) });
        }
        return pairs;
    }

    internal static List<string> Split(string line, char separator)
    {
        var (words, word, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') word.Append(line[i++]);
            else if (line[i] == '"') quoted = !quoted;
            else if (line[i] == separator && !quoted)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            else word.Append(line[i]);
        }
        words.Add(word.ToString());
        return words;
    }
}
