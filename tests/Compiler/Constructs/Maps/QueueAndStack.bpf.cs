namespace CsBpf.Constructs.Maps;

/// <summary>First in, first out; last in, first out.</summary>
[BpfObject]
public partial class QueueAndStack
{
    public struct Job
    {
        public byte Kind;
        public long Number;
    }

    public struct Args
    {
        public byte Steps;
        public int Number;
        public Job First, Taken;
        public long Sum;
        public int Top, Popped;
        public bool IsQueued, IsTaken, IsPushed, IsPopped;
    }

    private readonly BpfQueueMap<Job> _jobs = new(maxEntries: 3);
    private readonly BpfStackMap<int> _open = new(maxEntries: 4);

    [Syscall(OnFault = -1)]
    public int Run(ref Args args)
    {
        for (int i = 0; i < (args.Steps & 7); i++)
        {
            args.IsQueued = _jobs.TryEnqueue(new Job { Kind = (byte)i, Number = args.Number + i });
            args.IsPushed = _open.TryPush(args.Number ^ i);
        }

        _jobs.TryPeek(out args.First);
        _open.TryPeek(out args.Top);
        if ((args.Steps & 8) != 0)
            args.IsPopped = _open.TryPop(out args.Popped);
        args.IsTaken = _jobs.TryDequeue(out args.Taken);
        for (int i = 0; i < 3 && _jobs.TryDequeue(out Job job); i++)
            args.Sum += job.Kind + job.Number;
        return 1;
    }
}
