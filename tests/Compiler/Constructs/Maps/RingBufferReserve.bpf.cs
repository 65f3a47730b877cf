namespace CsBpf.Constructs.Maps;

/// <summary>Events that are made in the memory of the ring buffer, submitted or dropped on the ways out.</summary>
[BpfObject]
public partial class RingBufferReserve
{
    public struct Event
    {
        public byte Kind;
        public long Number;
        public Numbers Rest;
    }

    [System.Runtime.CompilerServices.InlineArray(60)]
    public struct Numbers
    {
        private int _first;
    }

    public struct Args
    {
        public byte Steps, Way;
        public int Number, Divisor;
        public int Written;
        public long Before, After;
        public bool IsReserved, IsLeft;
    }

    private readonly BpfRingBuffer<Event> _events = new(size: 4096);

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        args.Before = _events.AvailableData;
        for (int i = 0; i < (args.Steps & 7); i++)
        {
            using var entry = _events.Reserve();
            if (!entry.IsReserved)
                break;
            Fill(ref entry.Value, i, args.Number);
            if ((args.Way & 1) != 0 && i == 1)
                continue;
            entry.Submit();
            args.Written++;
        }

        using (RingBufferEntry<Event> last = _events.Reserve())
        {
            args.IsReserved = last.IsReserved;
            if ((args.Way & 2) != 0)
                return 2;
            if (args.IsReserved)
                args.IsLeft = last.Value.Rest[59] != 0 || last.Value.Kind != 0;
            last.Value.Number = args.Number / args.Divisor;
            if (last.Value.Number > 0)
                last.Submit((args.Way & 4) != 0 ? RingBufferWakeup.None : RingBufferWakeup.Force);
            if ((args.Way & 8) != 0)
                last.Submit();
        }

        args.After = _events.AvailableData;
        return 1;
    }

    private static void Fill(ref Event target, int kind, int number)
    {
        target.Kind = (byte)kind;
        target.Number += number;
        for (int i = 0; i < 60; i++)
            target.Rest[i] = -1;
    }
}
