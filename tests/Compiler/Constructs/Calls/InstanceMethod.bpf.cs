namespace CsBpf.Constructs.Calls;

/// <summary>A program that is an instance method, and calls one.</summary>
[BpfObject]
public partial class InstanceMethod
{
    public struct Args
    {
        public int Value, Result;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        args.Result = Twice(args.Value);
        return 1;
    }

    private int Twice(int value) => value * 2;
}
