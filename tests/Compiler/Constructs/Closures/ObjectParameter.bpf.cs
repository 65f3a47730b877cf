namespace CsBpf.Constructs.Closures;

internal static class Notes
{
    public static long Note(this ObjectParameter tool, int value)
    {
        tool.Calls++;
        return ++tool.Counts.GetOrAdd(value & 7);
    }
}

/// <summary>The object itself as a parameter of methods outside of it, and in a local.</summary>
[BpfObject]
public partial class ObjectParameter
{
    internal readonly BpfHashMap<int, long> Counts = new(maxEntries: 16);
    internal int Calls;

    public struct Args
    {
        public int Value, Calls;
        public long Count;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        var self = this;
        args.Count = this.Note(args.Value);
        int value = args.Value + 1;
        Again();
        args.Calls = Calls;
        return 1;

        void Again() => self.Note(value);
    }
}
