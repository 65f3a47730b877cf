using System;
using System.Collections.Generic;

namespace CsBpf.Constructs.Scopes;

/// <summary>Enumerators that are structs: with something to dispose of, without, and by an extension of a range.</summary>
[BpfObject]
public partial class StructEnumerator
{
    public struct Args
    {
        public uint Left, Right;
        public int Sum, Disposed, Bits;
    }

    /// <summary>The numbers of the bits that are set.</summary>
    public readonly struct BitNumbers(uint bits)
    {
        public readonly uint Bits = bits;

        public Enumerator GetEnumerator() => new(Bits);

        public struct Enumerator(uint bits) : IDisposable
        {
            public uint Rest = bits;
            public int Number = -1;

            public readonly int Current => Number;

            public bool MoveNext()
            {
                while (++Number < 32)
                {
                    if ((Rest >> Number & 1) != 0)
                        return true;
                }

                return false;
            }

            public readonly void Dispose() => _disposed++;
        }
    }

    private static int _disposed;

    [Syscall(OnFault = -5)]
    public static int Run(ref Args args)
    {
        _disposed = 0;
        int result = Numbers(ref args);
        args.Disposed = _disposed;
        foreach (int i in new Countdown(10))
            args.Sum = args.Sum * 3 + i;
        return result;
    }

    private static int Numbers(ref Args args)
    {
        foreach (int number in new BitNumbers(args.Left))
        {
            if (number == (args.Right & 31))
                return number;
            if (number == (args.Right >> 5 & 31))
                continue;
            args.Bits += number;
        }

        return -1;
    }

    public struct Countdown(int start)
    {
        public int Rest = start;

        public readonly int Current => Rest;

        public readonly Countdown GetEnumerator() => this;

        public bool MoveNext() => --Rest >= 0;
    }
}
