namespace CsBpf.Constructs.Maps;

/// <summary>A full map takes the fault exit.</summary>
[BpfObject]
public partial class HashFull
{
    public struct Args
    {
        public uint Key;
        public int Before;
    }

    private readonly BpfHashMap<uint, int> _few = new(maxEntries: 3);

    [Syscall]
    public int Run(ref Args args)
    {
        args.Before = 1;
        _few.GetOrAdd(args.Key)++;
        args.Before = 2;
        return 1;
    }
}
