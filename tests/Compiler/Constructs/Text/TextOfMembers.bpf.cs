using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Constructs.Text;

/// <summary>Constant texts that members give: properties and methods that only return one, of a type parameter, too, and fields that are set once.</summary>
[BpfObject]
public partial class TextOfMembers
{
    private static readonly string Prefix = "tcp_";

    private static string Separator { get; } = " / ";

    public string Own => "own";

    public struct Args
    {
        public int Index, Cubic, Plain, Written;
        public char Letter;
        public bool Same, IsCubic;
        public byte First;
        public Line Line;
    }

    public interface INamed
    {
        static abstract string Name { get; }

        static virtual string Kind => "none";

        static abstract ReadOnlySpan<byte> Bytes { get; }

        static abstract string Full(string prefix);
    }

    public struct Cubic : INamed
    {
        public static string Name => "cubic";

        public static ReadOnlySpan<byte> Bytes => "bytes"u8;

        public static string Full(string prefix) => prefix + Name;
    }

    public struct Counted<T> : INamed
        where T : struct, INamed
    {
        public static string Name => T.Name + "+";

        public static string Kind
        {
            get { return "counted"; }
        }

        public static ReadOnlySpan<byte> Bytes => T.Bytes[1..];

        public static string Full(string prefix) => T.Full(prefix) + Separator + Kind;

        public readonly string Label => Name;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        args.Cubic = Describe<Cubic>(ref args);
        args.Plain = Describe<Counted<Counted<Cubic>>>(ref args);
        Counted<Cubic> counted = default;
        args.Letter = counted.Label[args.Index & 7];
        args.IsCubic = Cubic.Name is "cubic" && Name<Cubic>() == Own + "!";
        return Own.Length;
    }

    private static string Name<T>()
        where T : INamed => T.Name;

    private static int Describe<T>(ref Args args)
        where T : INamed
    {
        Utf8.TryWrite(args.Line[args.Written..], $"{T.Name,8}{T.Kind}{Separator}{T.Full(Prefix)};", out int written);
        args.Written += written;
        args.First += T.Bytes[args.Index & 3];
        args.Same |= T.Kind == "none" && T.Name[^1] == 'c';
        int sum = 0;
        foreach (char letter in T.Full("x"))
            sum = (sum * 3) + letter;
        return sum + (T.Name.Length > 5 ? 1000 : 0);
    }

    [InlineArray(96)]
    public struct Line
    {
        private byte _first;
    }
}
