using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>A list of the last recently used entries, linked by their places in an array map.</summary>
[BpfObject]
public partial class LruList
{
    private const int Capacity = 16, None = -1;

    public struct Node
    {
        public int Previous, Next;
        public uint Key;
        public long Uses;
        public bool IsUsed;
    }

    private struct List { public int Head, Tail, Count; public bool IsReady; }

    public readonly BpfArrayMap<Node> Nodes = new(maxEntries: Capacity);
    public readonly BpfHashMap<uint, int> Index = new(maxEntries: 64);
    private List _list;

    public struct Args
    {
        public uint Key;
        public bool Remove;
        public int Count;
        public uint Evicted, Oldest;
        public long Uses;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        if (!_list.IsReady)
            _list = new List { Head = None, Tail = None, IsReady = true };
        uint key = args.Key % 40;
        if (args.Remove)
        {
            if (!Index.TryGetValue(key, out int place))
                return 1;
            Unlink(place);
            Nodes[place].IsUsed = false;
            Index.Remove(key);
            args.Count = --_list.Count;
            return 2;
        }

        if (Index.TryGetValue(key, out int found))
        {
            Unlink(found);
            PushFront(found);
        }
        else
        {
            found = _list.Count < Capacity ? FindFree() : Evict(out args.Evicted);
            ref Node node = ref Nodes[found];
            node = node with { Key = key, Uses = 0, IsUsed = true };
            Index[key] = found;
            PushFront(found);
            _list.Count++;
        }

        args.Uses = ++Nodes[found].Uses;
        args.Count = _list.Count;
        args.Oldest = Nodes[_list.Tail].Key;
        return 0;
    }

    private int FindFree()
    {
        for (int i = 0; i < Capacity; i++)
        {
            if (Nodes[i] is { IsUsed: false })
                return i;
        }

        throw new InvalidOperationException("full");
    }

    private int Evict(out uint key)
    {
        int tail = _list.Tail;
        key = Nodes[tail].Key;
        Unlink(tail);
        Index.Remove(key);
        _list.Count--;
        return tail;
    }

    private void Unlink(int place)
    {
        ref readonly Node node = ref Nodes[place];
        if (node.Previous == None) _list.Head = node.Next;
        else Nodes[node.Previous].Next = node.Next;
        if (node.Next == None) _list.Tail = node.Previous;
        else Nodes[node.Next].Previous = node.Previous;
    }

    private void PushFront(int place)
    {
        ref Node node = ref Nodes[place];
        (node.Previous, node.Next) = (None, _list.Head);
        if (_list.Head == None)
            _list.Tail = place;
        else
            Nodes[_list.Head].Previous = place;
        _list.Head = place;
    }
}
