using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>The stack of an interpreter, through offsets that a map holds, as of <c>pyperf.h</c>.</summary>
[BpfObject]
public partial class Pyperf
{
    public struct Offsets
    {
        public byte FrameBack, FrameCode, FrameLine, CodeName;
    }

    [InlineArray(16)]
    public struct SymbolName
    {
        private byte _c;
    }

    public record struct Symbol(SymbolName Name, int Line)
    {
        public readonly bool IsEmpty => Name[0] == 0;
    }

    [InlineArray(10)]
    public struct Stack
    {
        private int _symbol;
    }

    public struct Event
    {
        public int Depth;
        public Stack Stack;
        public bool Complete;
    }

    [InlineArray(96)]
    public struct Memory
    {
        private byte _b;
    }

    public struct Args
    {
        public byte Top;
        public uint Pid;
        public Offsets Offsets;
        public Event Event;
        public int Known;
        public Memory Text;
    }

    private const int MaxStack = 10;

    public readonly BpfHashMap<Symbol, int> Symbols = new(maxEntries: 64);
    public readonly BpfHashMap<uint, Offsets> Configs = new(maxEntries: 16);
    private int _nextSymbol;

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        if (!Configs.TryGetValue(args.Pid % 16, out var offsets))
        {
            Configs[args.Pid % 16] = args.Offsets;
            offsets = args.Offsets;
        }

        args.Event = default;
        ReadOnlySpan<byte> memory = args.Text;
        int frame = args.Top;
        for (int i = 0; i < MaxStack && frame != 0; i++)
        {
            if (!TryReadFrame(memory, ref frame, offsets, out Symbol symbol))
            {
                args.Event.Complete = false;
                return i;
            }

            args.Event.Stack[i] = IdOf(symbol);
            args.Event.Depth++;
        }

        args.Event.Complete = frame == 0;
        args.Known = _nextSymbol;
        return args.Event.Depth;
    }

    private int IdOf(in Symbol symbol)
    {
        if (Symbols.TryGetValue(symbol, out int id))
            return id;
        id = ++_nextSymbol;
        return Symbols.TryAdd(symbol, id) ? id : -1;
    }

    private static bool TryReadFrame(ReadOnlySpan<byte> memory, ref int frame, Offsets offsets, out Symbol symbol)
    {
        symbol = default;
        if (!TryReadByte(memory, frame + (offsets.FrameBack & 7), out byte back)
            || !TryReadByte(memory, frame + (offsets.FrameCode & 7), out byte code)
            || !TryReadByte(memory, frame + (offsets.FrameLine & 7), out byte line))
            return false;

        SymbolName letters = default;
        int name = code + (offsets.CodeName & 7);
        for (int i = 0; i < 15; i++)
        {
            if (!TryReadByte(memory, name + i, out byte c) || c == 0)
                break;
            letters[i] = (byte)(c & 3 | 0x40);
        }

        symbol = new Symbol(letters, line & 3);
        frame = back & 63;
        return !symbol.IsEmpty;
    }

    private static bool TryReadByte(ReadOnlySpan<byte> memory, int address, out byte value)
    {
        if ((uint)address >= (uint)memory.Length)
        {
            value = 0;
            return false;
        }

        value = memory[address];
        return true;
    }
}
