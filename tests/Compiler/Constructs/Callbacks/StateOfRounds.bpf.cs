namespace CsBpf.Constructs.Callbacks;

/// <summary>
/// What a round leaves for the next one, in variables whose first value is known: older verifiers follow a single round, and would remove what
/// runs only in later ones.
/// </summary>
[BpfObject]
public partial class StateOfRounds
{
    public struct Args
    {
        public uint Count;
        public int Again, Turns, Deep, Last, Way;
        public long Sum;
        public bool Ended;
    }

    public struct Pair
    {
        public int Number;
        public long Large;
        public bool Seen;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        uint count = args.Count & 7;
        int state = 0;
        int again = 0;
        bool seen = false;
        Pair pair = default;
        pair.Large = 5;
        Bpf.Loop(count, i =>
        {
            if (state == 1)
                again++;
            state = 1;
            if (seen)
                pair.Number += Turn(ref pair);
            seen = true;
        });
        args.Again = again;
        args.Turns = pair.Number;
        args.Sum = pair.Large;

        int deep = 0;
        bool odd = false;
        Bpf.Loop(count, i =>
        {
            Bpf.Loop(i, j =>
            {
                if (deep == 3)
                    odd = true;
                deep++;
            });
        });
        args.Deep = deep;
        args.Ended = odd;

        // Where there is no round, what was there before is there still.
        int last = 1;
        Bpf.Loop(count, i => last = 0);
        args.Last = last;
        args.Way = state == 0 ? 7 : last == 0 ? 8 : 9;
        return again;
    }

    private static int Turn(ref Pair pair)
    {
        Pair copy = pair;
        pair.Large += copy.Seen ? 100 : 1;
        pair.Seen = copy.Number > 2;
        return copy.Number == 4 ? 2 : 1;
    }
}
