namespace CsBpf.Constructs.Maps;

/// <summary>Events for user space, as long as there is room for them.</summary>
[BpfObject]
public partial class RingBufferWrite
{
    public struct Event
    {
        public byte Kind;
        public long Number;
        public Numbers Rest;
    }

    [System.Runtime.CompilerServices.InlineArray(40)]
    public struct Numbers
    {
        private int _first;
    }

    public struct Args
    {
        public byte Steps;
        public int Number;
        public int Written;
        public long Before, After, Bytes;
        public bool IsWritten, IsTold;
    }

    private readonly BpfRingBuffer<Event> _events = new(size: 4096);
    private readonly BpfRingBuffer<byte> _bytes = new(size: 2 * 4096);

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        args.Before = _events.AvailableData;
        var written = new Event { Number = args.Number };
        for (int i = 0; i < (args.Steps & 31); i++)
        {
            written.Kind = (byte)i;
            written.Rest[i] = args.Number;
            if (_events.TryWrite(written, RingBufferWakeup.None))
                args.Written++;
        }

        args.After = _events.AvailableData;
        args.IsWritten = _bytes.TryWrite(args.Steps);
        args.IsTold = _bytes.TryWrite(in args.Steps, args.Number < 0 ? RingBufferWakeup.Force : RingBufferWakeup.Adaptive);
        args.Bytes = _bytes.AvailableData;
        return 1;
    }
}
