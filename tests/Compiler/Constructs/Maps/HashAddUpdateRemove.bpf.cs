namespace CsBpf.Constructs.Maps;

/// <summary>The operations that say whether they did something.</summary>
[BpfObject]
public partial class HashAddUpdateRemove
{
    public struct Args
    {
        public uint Key;
        public int Value;
        public byte Operation;
        public bool Done, There;
    }

    private readonly BpfHashMap<uint, int> _values = new(maxEntries: 8);

    [Syscall]
    public int Run(ref Args args)
    {
        uint key = args.Key & 1;
        switch (args.Operation & 3)
        {
            case 0:
                args.Done = _values.TryAdd(key, args.Value);
                break;
            case 1:
                args.Done = _values.TryUpdate(key, args.Value);
                break;
            case 2:
                args.Done = _values.Remove(key);
                break;
            default:
                args.Done = _values.ContainsKey(key);
                break;
        }
        args.There = _values.TryGetValue(key, out args.Value);
        return 1;
    }
}
