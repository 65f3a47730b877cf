using System;
using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CsBpf.Constructs.Text;

/// <summary>Texts that a condition decides between, where they are written.</summary>
[BpfObject]
public partial class ChosenTexts
{
    [InlineArray(32)]
    public struct Line
    {
        private byte _first;
    }

    public struct Args
    {
        public int Number;
        public Line Line;
        public int Written;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int number = args.Number & 7;
        Span<byte> line = stackalloc byte[32];
        bool fits = Utf8.TryWrite(
            line[..(16 + number * 2)],
            $"{(args.Number > 3 ? "more" : "less"),6}|{number switch { 0 => "zero", 1 => "one", 2 => null, _ => number > 5 ? "" : "some" },-5}|{Sign(args.Number),4}|é",
            out args.Written);
        line.CopyTo(args.Line);
        return fits ? 1 : 0;
    }

    private static KernelString Sign(int number) => number switch
    {
        < 0 => "-",
        0 => "0",
        _ => "+",
    };
}
