using System;

namespace CsBpf.Constructs.Structs;

/// <summary>References that a ref struct keeps: set by constructors and initializers, moved, read only, and of a struct that has none.</summary>
[BpfObject]
public partial class RefFields
{
    public struct Args
    {
        public long A, B;
        public int Step, Result;
        public Pair Pair;
        public byte Bits;
    }

    public struct Pair
    {
        public int First, Second;
    }

    private readonly ref struct Doubled(ref long target)
    {
        private readonly ref long _target = ref target;

        public void Dispose() => _target *= 2;
    }

    private ref struct Cursor
    {
        private ref Pair _pair;
        private readonly ref readonly int _step;
        public int Moves;

        public Cursor(ref Pair pair, in int step)
        {
            _pair = ref pair;
            _step = ref step;
        }

        public readonly ref int First => ref _pair.First;

        public Cursor Advance(ref Pair other)
        {
            _pair.Second += _step;
            return new Cursor(ref other, in _step) { Moves = Moves + 1 };
        }
    }

    [Syscall(OnFault = -9)]
    public static int Run(ref Args args)
    {
        using (new Doubled(ref args.A))
        {
            args.A += args.Step;
            if ((args.Bits & 1) != 0)
                args.A++;
        }

        Pair local = new() { First = 5 };
        Cursor cursor = new Cursor(ref local, args.Step).Advance(ref args.Pair);
        cursor.First += 3;
        if ((args.Bits & 2) != 0)
            cursor = cursor.Advance(ref local);
        cursor.First *= 7;
        cursor = cursor.Advance(ref args.Pair);
        args.Result = local.First + local.Second + cursor.Moves;

        scoped Doubled none = default;
        if ((args.Bits & 4) != 0)
            none = new Doubled(ref args.B);
        if ((args.Bits & 12) != 0)
            none.Dispose();
        return args.Result;
    }
}
