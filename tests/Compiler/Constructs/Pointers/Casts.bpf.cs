using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CsBpf.Constructs.Pointers;

/// <summary>Bytes as something else, at any address: on the stack, in a global, in the context.</summary>
[BpfObject]
public unsafe partial class Casts
{
    private static Bytes _bytes;

    public struct Args
    {
        public byte Start, Other;
        public ulong Number;
        public uint Word;
        public int Half;
        public long Sum;
        public Bytes Bytes;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        ulong number = args.Number;
        byte* bytes = (byte*)&number;
        bytes[args.Start & 7] = args.Other;
        args.Word = *(uint*)(bytes + (args.Start & 3));
        args.Half = ((short*)bytes)[args.Other & 3];
        void* anything = bytes;
        *(sbyte*)anything = -1;
        args.Number = number;

        byte* copy = stackalloc byte[24];
        Span<byte> span = new(copy, 16);
        args.Bytes[..].CopyTo(span);
        Header* header = (Header*)(copy + (args.Start % 9));
        args.Sum = header->Kind + header->Length + (long)header->Id;
        header->Length = 0x1234;
        *(ulong*)(copy + 1 + (args.Other & 3)) ^= args.Number;
        Pair* pair = (Pair*)(copy + 4 * (args.Other & 1));
        pair->Swap();
        *(Pair*)(copy + 3) = *pair;

        fixed (Bytes* global = &_bytes)
        {
            uint* words = (uint*)global;
            words[args.Start & 3] += args.Word;
            *(int*)((byte*)words + 5) += args.Half;
            args.Sum += words[1];
        }

        fixed (byte* context = args.Bytes[..])
        {
            ((uint*)context)[1] = args.Word;
            *(long*)(context + 8) = args.Sum;
        }

        Unsafe.CopyBlock(copy + 12 + (args.Start & 3), copy + 2, args.Other & 7u);
        NativeMemory.Fill(copy + 9, (nuint)(args.Other & 3), args.Start);
        Buffer.MemoryCopy(copy, copy + 4, 12, args.Start & 3);
        Unsafe.WriteUnaligned(copy + 11, Unsafe.ReadUnaligned<short>(copy + 3));
        Unsafe.AsRef<int>(Unsafe.AsPointer(ref args.Half)) += Unsafe.Read<byte>(copy + 1);
        foreach (int word in new Span<int>(copy + 8, 4))
            args.Sum += word;
        return (int)span[5];
    }

    public struct Pair
    {
        public int A, B;

        public void Swap() => (A, B) = (B, A);
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Header
    {
        public byte Kind;
        public ushort Length;
        public uint Id;
    }

    [InlineArray(16)]
    public struct Bytes
    {
        private byte _first;
    }
}
