namespace CsBpf.Constructs.Maps;

/// <summary>What objects have in common: maps, variables and methods, for whatever they count by.</summary>
public abstract class Counting<TKey>
    where TKey : unmanaged
{
    protected readonly BpfHashMap<TKey, ulong> Counts = new(maxEntries: 64);

    protected ulong Total { get; private set; }

    protected ref ulong Count(TKey key, ulong by)
    {
        Total += by;
        ref ulong count = ref Counts.GetOrAdd(key);
        count += by * Weight;
        return ref count;
    }

    protected virtual uint Weight => 1;
}

/// <summary>An object whose map is that of the class it inherits from.</summary>
[BpfObject]
public partial class Inherited : Counting<Inherited.Pair>
{
    public readonly record struct Pair(uint Left, uint Right);

    public struct Args
    {
        public uint Left, Right;
        public ulong Result, Total;
    }

    protected override uint Weight => 3;

    [Syscall]
    public int Run(ref Args args)
    {
        ulong count = Count(new Pair(args.Left & 3, args.Right & 1), by: args.Right & 15);
        args.Result = count + (Counts.TryGetValue(new Pair(1, 1), out ulong found) ? found : 100);
        args.Total = Total;
        return 1;
    }
}
