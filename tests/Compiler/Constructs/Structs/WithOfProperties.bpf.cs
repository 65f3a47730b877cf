namespace CsBpf.Constructs.Structs;

/// <summary><c>with</c> sets properties of a copy: the struct itself, wherever it is, stays as it was.</summary>
[BpfObject]
public partial class WithOfProperties
{
    public record struct Pair(int First, long Second);

    public struct Args
    {
        public int Value;
        public Pair Kept, Changed, Chosen;
    }

    public static Pair Global;

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Changed = args.Kept with { First = args.Value };
        args.Chosen = (args.Value > 5 ? ref args.Kept : ref Global) with { Second = 9 };
        Global.Second++;
        return (Global with { Second = 3 }) is { First: 0, Second: var second } ? (int)(second + Global.Second) : -1;
    }
}
