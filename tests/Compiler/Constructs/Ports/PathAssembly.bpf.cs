using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>A path put together from its last name to its first, as opensnoop does.</summary>
[BpfObject]
public partial class PathAssembly
{
    private const int MaxDepth = 8, NameLength = 12, PathLength = 64;

    public struct Entry
    {
        public int Parent;
        public byte Length;
        public Name Name;
    }

    [InlineArray(NameLength)]
    public struct Name
    {
        private byte _first;
    }

    [InlineArray(PathLength)]
    public struct Path
    {
        private byte _first;
    }

    public struct Event
    {
        public int Depth;
        public int Start;
        public Path Path;
    }

    public struct Args
    {
        public byte Inode, Parent;
        public byte Length;
        public Event Event;
        public Name Text;
    }

    public readonly BpfArrayMap<Entry> Entries = new(maxEntries: 32);

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        ref Entry entry = ref Entries[args.Inode & 31];
        entry = new Entry { Parent = args.Parent & 31, Length = (byte)(args.Length % (NameLength + 1)), Name = args.Text };
        args.Event.Depth = 0;
        return Resolve(args.Inode & 31, ref args.Event) ? args.Event.Start : -2;
    }

    private bool Resolve(int inode, ref Event e)
    {
        Span<byte> path = e.Path;
        path.Clear();
        int at = path.Length;
        while (inode != 0)
        {
            if (++e.Depth > MaxDepth)
                return false;
            ref readonly Entry entry = ref Entries[inode];
            ReadOnlySpan<byte> name = entry.Name;
            int length = entry.Length;
            if (length + 1 > at)
                break;
            at -= length;
            name[..length].CopyTo(path[at..]);
            path[--at] = (byte)'/';
            inode = entry.Parent;
        }

        e.Start = at;
        return true;
    }
}
