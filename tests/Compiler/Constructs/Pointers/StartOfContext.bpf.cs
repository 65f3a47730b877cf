namespace CsBpf.Constructs.Pointers;

/// <summary>A reference to the first field of the context, or to a global: the same instruction writes to either.</summary>
[BpfObject]
public partial class StartOfContext
{
    public struct Args
    {
        public sbyte First;
        public bool IsFirst;
        public int Value;
    }

    private static sbyte _other;

    [Syscall(OnFault = 144)]
    public int Run(ref Args args)
    {
        Either(ref args.First, ref _other, args.IsFirst) += (sbyte)args.Value;
        return _other;
    }

    private static ref sbyte Either(ref sbyte first, ref sbyte second, bool isFirst) => ref (isFirst ? ref first : ref second);
}
