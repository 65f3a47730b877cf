using System;

namespace CsBpf.Constructs.Structs;

/// <summary>Members that are declared in one part of a type and have their body in another; a call of one without a body is none.</summary>
[BpfObject]
public partial class PartialMembers
{
    public partial int Masked { get; set; }

    public partial int Masked { get => field; set => field = value & 0xff; }

    private partial struct Pair
    {
        public partial int Doubled { readonly get; set; }

        public partial int Least { readonly get; set; }

        public partial int this[int index] { readonly get; set; }

        public readonly partial int Sum(int other);

        static partial void Trace(ref int value);

        public static void Ask(ref int value) => Trace(ref value);
    }

    private partial struct Pair
    {
        private int _first;
        private int _second;

        public partial int Doubled { readonly get => field + 1; set => field = value * 2; }

        public partial int Least { readonly get => field; set => field = Math.Max(value, 3); }

        public partial int this[int index]
        {
            readonly get => index == 0 ? _first : _second;
            set
            {
                if (index == 0)
                    _first = value;
                else
                    _second = value;
            }
        }

#pragma warning disable CS8826 // Each part has names of its own.
        public readonly partial int Sum(int added) => added + Doubled;
#pragma warning restore CS8826
    }

    [Syscall]
    public int Run(ref Arguments arguments)
    {
        var pair = new Pair { Doubled = arguments.X, Least = arguments.X };
        pair.Doubled += 3;
        pair[0] = arguments.Y;
        pair[1] += 5;
        arguments.Sum = pair.Doubled + (pair[0] * 3) + pair[1] + pair.Least + pair.Sum(4);
        Pair.Ask(ref arguments.Sum);
        Masked += arguments.X;
        arguments.Masked = Masked;
        return 1;
    }

    public struct Arguments
    {
        public int X;
        public int Y;
        public int Sum;
        public int Masked;
    }
}
