using System;
using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Ports;

/// <summary>The arguments of a process, copied one by one into an event, as execsnoop has them.</summary>
[BpfObject]
public partial class ExecEvents
{
    private const int MaxArguments = 6, ArgumentSize = 16, TotalSize = 60;

    [InlineArray(TotalSize)]
    public struct Buffer
    {
        private byte _first;
    }

    [InlineArray(48)]
    public struct CommandLine
    {
        private byte _first;
    }

    public struct Event
    {
        public uint Pid;
        public int Count;
        public uint Size;
        public bool Truncated;
        public Buffer Arguments;
    }

    public struct Args
    {
        public uint Pid;
        public bool Quote;
        public byte Length;
        public Event Event;
        public CommandLine Text;
    }

    public readonly BpfHashMap<uint, Event> Events = new(maxEntries: 32);
    public readonly int Limit = 5;

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        uint pid = args.Pid & 15;
        ref Event e = ref Events.GetOrAdd(pid);
        (e.Pid, e.Count, e.Size, e.Truncated) = (pid, 0, 0, false);
        ReadOnlySpan<byte> line = args.Text;
        line = line[..int.Min(args.Length, line.Length)];
        Span<byte> buffer = e.Arguments;
        buffer.Clear();

        for (int i = 0; i < MaxArguments && !line.IsEmpty; i++)
        {
            if (i >= Limit)
            {
                e.Truncated = true;
                break;
            }

            int end = line.IndexOf((byte)0);
            var argument = end < 0 ? line : line[..end];
            if (argument.Length > ArgumentSize)
            {
                argument = argument[..ArgumentSize];
                e.Truncated |= true;
            }

            if (e.Size + argument.Length + 1 > buffer.Length)
                break;
            argument.CopyTo(buffer[(int)e.Size..]);
            e.Size += (uint)argument.Length;
            buffer[(int)e.Size++] = args.Quote ? (byte)' ' : (byte)0;
            e.Count++;
            line = line[(end < 0 ? line.Length : end + 1)..];
        }

        args.Event = e;
        return e.Count;
    }
}
