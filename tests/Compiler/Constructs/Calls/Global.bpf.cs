namespace CsBpf.Constructs.Calls;

/// <summary>Functions that the verifier checks on their own: with numbers, structs, references, faults, results of all sizes.</summary>
[BpfObject]
public partial class Global
{
    public readonly BpfHashMap<int, long> Counts = new(maxEntries: 16);

    private static int _calls;

    public struct Args
    {
        public int Number, Divisor;
        public byte Key;
        public bool IsEven;
        public long Total, Quotient, Steps;
        public Pair First, Second, Sum;
        public short Small;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        args.IsEven = IsEven(args.Number);
        Count(args.Key & 7);
        Count(3);
        Pair first = args.First;
        Pair second = args.Second;
        args.Total = Total(in first, second);
        first.Double();
        Add(ref first, second, out Pair sum);
        args.First = first;
        args.Sum = sum;
        args.Second = Swapped(second);
        args.Small = Narrow(args.Number, (byte)args.Divisor);
        args.Steps = Steps((uint)args.Number >> 20);
        args.Quotient = Divide(args.Total, args.Divisor & 7);
        return _calls + Pick(args.Key & 3, first);
    }

    [BpfGlobal]
    private static bool IsEven(int number) => (number & 1) == 0;

    [BpfGlobal]
    private void Count(int key)
    {
        _calls++;
        Counts.GetOrAdd(key)++;
    }

    [BpfGlobal]
    private static long Total(in Pair first, Pair second)
    {
        second.A ^= 3;
        return first.A * 1000L + first.B + second.A - second.B;
    }

    [BpfGlobal]
    private static void Add(ref Pair first, in Pair second, out Pair sum)
    {
        first.A += second.B;
        sum = new Pair { A = first.A + second.A, B = first.B + second.B };
    }

    [BpfGlobal]
    private static Pair Swapped(Pair pair) => new() { A = pair.B, B = pair.A };

    [BpfGlobal]
    private static short Narrow(int number, byte shift) => (short)(number >> shift);

    [BpfGlobal]
    private static long Divide(long number, int divisor) => number / divisor;

    // The end of the loop is not to be seen: its budget can fault.
    [BpfGlobal]
    private static long Steps(uint number)
    {
        long steps = 0;
        while (number > 1)
        {
            number = (number & 1) == 0 ? number / 2 : (3 * number) + 1;
            steps++;
        }

        return steps;
    }

    [BpfGlobal]
    private static int Pick(int index, in Pair pair) => index switch
    {
        0 => pair.A,
        1 => pair.B,
        2 => Divide(pair.A, pair.B & 1) > 0 ? 1 : Total(pair, pair) > 5 ? 2 : 3,
        _ => checked(pair.A + pair.B),
    };

    public struct Pair
    {
        public int A, B;

        [BpfGlobal]
        public void Double()
        {
            A *= 2;
            B <<= 1;
        }
    }
}
