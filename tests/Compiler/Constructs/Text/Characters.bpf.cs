using System;

namespace CsBpf.Constructs.Text;

/// <summary>The characters of constant texts: by index, by <c>foreach</c>, as spans; and what is known of a text when the program is compiled.</summary>
[BpfObject]
public partial class Characters
{
    private const string Name = "hello, wörld";

    [Syscall]
    public static int Run(ref Arguments arguments)
    {
        arguments.Sums = (Sum("abc") * 3) + Sum(Name) + Sum("");
        ReadOnlySpan<char> text = "spans";
        arguments.Lengths = Measure("xy") + Measure(Name.AsSpan()) + Measure("abcdef".AsSpan(2)) + Measure("abcdef".AsSpan(1, 3)) + Measure(text)
            + Measure(Name.AsSpan(2..5));
        arguments.Counts = Count(Name, 'l') + Name[^1] + text.IndexOf('a') + text[arguments.Key & 3];
        foreach (char c in "xyz")
            arguments.Counts = (arguments.Counts * 3) + c;

        ReadOnlySpan<char> verb = (arguments.Key & 3) switch { 1 => "GET", 2 => "POST", 3 => "PUT", _ => "" };
        arguments.Kind = KindOf(verb) + (KindOf(arguments.Key > 4 ? "GET" : "HEAD") * 10) + (Known("POST") * 100);
        ReadOnlySpan<char> none = arguments.Index > 3 ? "some" : null;
        arguments.Kind += none.Length * 1000;
        const string Both = "ab" + "cd";
        string whole = Both + "ef";
        arguments.Known = (whole == "abcdef" ? 1 : 0) + whole.ToUpperInvariant()[2] + whole.Trim().Length + (whole.Contains("cd") ? 3 : 0)
            + (string.IsNullOrEmpty(whole) ? 7 : 0) + whole[1..^1].Length + whole.IndexOf('c');
        arguments.Letter = Name[arguments.Index];
        return 1;
    }

    private static int Sum(string text)
    {
        int sum = 0;
        foreach (char c in text)
            sum = (sum * 31) + c;
        return sum;
    }

    private static int Measure(ReadOnlySpan<char> text) => text.Length + (text.IsEmpty ? 100 : text[0]);

    private static int Count(string text, char searched)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == searched)
                count++;
        }

        return count;
    }

    private static int KindOf(ReadOnlySpan<char> text) => text switch { "GET" => 1, "POST" => 2, "" => 3, ['P', ..] => 4, _ => 5 };

    private static int Known(string text) => text switch { "GET" => 1, "POST" => 2, _ => 0 };

    public struct Arguments
    {
        public int Index;
        public int Key;
        public int Sums;
        public int Lengths;
        public int Counts;
        public int Kind;
        public int Known;
        public int Letter;
    }
}
