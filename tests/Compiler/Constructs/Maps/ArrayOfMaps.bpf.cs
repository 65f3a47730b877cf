namespace CsBpf.Constructs.Maps;

/// <summary>Maps in an array: looked up where they are used, kept in locals, or not there.</summary>
[BpfObject]
public partial class ArrayOfMaps
{
    private readonly BpfArrayOfMaps<BpfHashMap<int, Count>> _tables = new(maxEntries: 4, new(maxEntries: 8));
    private readonly BpfHashMap<int, Count> _first = new(maxEntries: 8);
    private readonly BpfHashMap<int, Count> _third = new(maxEntries: 8);

    public ArrayOfMaps()
    {
        _tables[0] = _first;
        _tables[2] = _third;
    }

    public struct Count
    {
        public byte Kind;
        public long Number;
    }

    public struct Args
    {
        public int Table, Other, Key;
        public long Value, Sum;
        public bool IsFound, IsAdded;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        int key = args.Key & 15;
        args.IsFound = _tables.TryGetValue(args.Table & 7, out var table);
        if (args.IsFound)
        {
            args.IsAdded = table!.TryAdd(key, new Count { Kind = (byte)args.Value, Number = args.Value });
            table.GetOrAdd(key).Number++;
        }

        var other = _tables[args.Other & 3];
        for (int i = 0; i < 3; i++)
        {
            if (other.TryGetValue(i, out Count count))
                args.Sum += count.Number + count.Kind;
            other.Remove(i + 8);
        }

        _tables[args.Table & 3][1] = new Count { Number = 5 };
        return (int)_first.GetOrAdd(1).Number + (other.ContainsKey(key) ? 1 : 0) + (_tables.TryGetValue(1, out _) ? 100 : 0);
    }
}
