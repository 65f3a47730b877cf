using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Ports;

/// <summary>The frames of an interpreter, read from memory, with numbers for their names, as pyperf has them.</summary>
[BpfObject]
public partial class StackWalk
{
    private const int MaxFrames = 10;

    public struct Symbol
    {
        public ClassName Class;
        public FunctionName Function;
        [InlineArray(16)]
        public struct ClassName
        {
            private byte _first;
        }

        [InlineArray(16)]
        public struct FunctionName
        {
            private byte _first;
        }
    }

    public struct Offsets { public short Back, Code, Line, Name; }

    public struct Sample
    {
        public int Depth;
        public Status Status;
        public Frames Stack;
        [InlineArray(MaxFrames)]
        public struct Frames
        {
            private int _first;
        }
    }

    public enum Status : byte { Complete, Truncated, Error }

    public struct Args
    {
        public ushort Frame;
        public byte Seed;
        public Sample Sample;
        public int Symbols;
        public Memory Text;
    }

    [InlineArray(128)]
    public struct Memory
    {
        private byte _first;
    }

    public readonly Offsets Layout = new() { Back = 0, Code = 2, Line = 4, Name = 6 };
    public readonly BpfHashMap<Symbol, int> Symbols = new(maxEntries: 128);
    private int _symbolCount;

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        ReadOnlySpan<byte> memory = args.Text;
        args.Sample = default;
        args.Sample.Status = Walk(memory, args.Frame & 127, ref args.Sample);
        args.Symbols = _symbolCount;
        return args.Sample.Depth;
    }

    private Status Walk(ReadOnlySpan<byte> memory, int frame, ref Sample sample)
    {
        for (int i = 0; i < MaxFrames; i++)
        {
            if (frame == 0)
                return Status.Complete;
            if (!TryReadAt(memory, frame + Layout.Code, out byte code) || !TryReadAt(memory, frame + Layout.Back, out byte back))
                return Status.Error;
            Symbol symbol = default;
            if (ReadText(memory, code & 127, symbol.Class) == 0)
                ReadText(memory, frame & 63, symbol.Function);
            sample.Stack[sample.Depth++] = IdOf(symbol);
            frame = back & 127;
        }

        return Status.Truncated;
    }

    private int IdOf(in Symbol symbol)
    {
        if (Symbols.TryGetValue(symbol, out int id))
            return id;
        id = ++_symbolCount;
        return Symbols.TryAdd(symbol, id) ? id : -1;
    }

    private static bool TryReadAt<T>(ReadOnlySpan<byte> memory, int address, out T value) where T : unmanaged, IBinaryInteger<T>
    {
        value = T.Zero;
        return (uint)address < (uint)memory.Length && MemoryMarshal.TryRead(memory[address..], out value);
    }

    private static int ReadText(ReadOnlySpan<byte> memory, int address, Span<byte> target)
    {
        int i = 0;
        for (; i < target.Length && address + i < memory.Length; i++)
        {
            byte c = memory[address + i];
            if (c == 0)
                break;
            target[i] = c;
        }

        return i;
    }
}
