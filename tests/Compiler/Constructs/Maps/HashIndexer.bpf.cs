namespace CsBpf.Constructs.Maps;

/// <summary>An entry read and written by its key; a missing one takes the fault exit.</summary>
[BpfObject]
public partial class HashIndexer
{
    public struct Args
    {
        public uint Key;
        public int Value;
        public bool Write;
        public int Read;
    }

    private readonly BpfHashMap<uint, int> _values = new(maxEntries: 8);

    [Syscall]
    public int Run(ref Args args)
    {
        uint key = args.Key & 3;
        if (args.Write)
            _values[key] = args.Value;
        args.Read = _values[key];
        return 1;
    }
}
