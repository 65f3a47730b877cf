using System;

namespace CsBpf.Constructs.Ports;

/// <summary>A search tree in an array, with indexes for pointers, as of <c>rbtree.c</c>.</summary>
[BpfObject]
public partial class SearchTree
{
    private const int Capacity = 64;
    private const short Nil = 0;

    public readonly BpfArrayMap<Node> Nodes = new(maxEntries: Capacity);
    private short _root, _used;

    public struct Node
    {
        public int Key, Value;
        public short Left, Right;
        public byte Height;
    }

    public struct Args
    {
        public byte Operation;
        public short Key;
        public int Value;
        public int Count, First, Last, Found, Depth;
    }

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        switch (args.Operation % 3)
        {
            case 0:
                args.Found = Insert(args.Key & 63, args.Value);
                break;
            case 1:
                args.Found = Find(args.Key & 63)?.Value ?? -1;
                break;
            default:
                args.Found = Floor(args.Key);
                break;
        }

        args.Count = _used;
        args.First = Edge(left: true);
        args.Last = Edge(left: false);
        args.Depth = Depth();
        return 0;
    }

    private int Insert(int key, int value)
    {
        if (_used + 1 >= Capacity)
            return -2;
        short current = _root, parent = Nil;
        bool left = false;
        for (int depth = 0; current != Nil && depth < Capacity; depth++)
        {
            ref Node node = ref Nodes[current];
            if (key == node.Key)
            {
                node.Value = value;
                return 1;
            }

            parent = current;
            left = key < node.Key;
            current = left ? node.Left : node.Right;
        }

        short added = ++_used;
        Nodes[added] = new Node { Key = key, Value = value, Height = 1 };
        if (parent == Nil)
            _root = added;
        else if (left)
            Nodes[parent].Left = added;
        else
            Nodes[parent].Right = added;
        return 0;
    }

    private Node? Find(int key)
    {
        for (short at = _root; at != Nil;)
        {
            Node node = Nodes[at];
            if (node.Key == key)
                return node;
            at = key < node.Key ? node.Left : node.Right;
        }

        return null;
    }

    private int Floor(int key)
    {
        int best = int.MinValue;
        short at = _root;
        while (at != Nil)
        {
            ref readonly Node node = ref Nodes[at];
            (at, best) = node.Key <= key ? (node.Right, node.Key) : (node.Left, best);
        }

        return best;
    }

    private int Edge(bool left)
    {
        int key = 0;
        for (short at = _root; at != Nil; at = left ? Nodes[at].Left : Nodes[at].Right)
            key = Nodes[at].Key;
        return key;
    }

    private int Depth()
    {
        Span<(short Node, byte Depth)> stack = stackalloc (short, byte)[16];
        int top = 0, max = 0;
        if (_root != Nil)
            stack[top++] = (_root, 1);
        while (top > 0)
        {
            var (at, depth) = stack[--top];
            max = Math.Max(max, depth);
            ref Node node = ref Nodes[at];
            if (node.Left != Nil && top < stack.Length)
                stack[top++] = (node.Left, (byte)(depth + 1));
            if (node.Right != Nil && top < stack.Length)
                stack[top++] = (node.Right, (byte)(depth + 1));
        }

        return max;
    }
}
