using System;

namespace CsBpf.Constructs.Structs;

/// <summary>Operators that change what they are called on: locals, elements, globals.</summary>
[BpfObject]
public partial class CompoundOperators
{
    public struct Args
    {
        public int A;
        public int B;
        public int Result;
        public int Total;
    }

    public struct Counter
    {
        public int Value;

        public static Counter operator -(Counter left, Counter right) => new() { Value = left.Value - right.Value };

        public void operator +=(int by) => Value += by;

        public void operator checked +=(int by) => Value = checked(Value + by);

        public void operator *=(in Counter by) => Value *= by.Value;

        public void operator ++() => Value += 10;

        public void operator --() => Value -= 10;
    }

    private Counter _total;

    [Syscall(OnFault = -5)]
    public int Run(ref Args args)
    {
        Counter local = default;
        local += args.A;
        local++;
        Counter after = --local;
        local *= local;
        after -= new Counter { Value = 2 };

        Span<Counter> counters = [local, after];
        counters[args.A & 1] += args.B > 3 ? args.A : 7;

        args.Result = counters[0].Value + (counters[1].Value * 3);
        _total.Value &= 0xffff;
        ++_total;
        checked
        {
            _total += args.B;
        }

        args.Total = _total.Value;
        return 1;
    }
}
