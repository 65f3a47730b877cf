namespace CsBpf.Constructs.Globals;

/// <summary>A method writes a global that it was given a reference to, and reads through the reference again.</summary>
[BpfObject]
public partial class ByReference
{
    public struct Args
    {
        public int By, Before, After, Left;
    }

    public static int Counter;

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Before = Count(in Counter, args.By, out args.After);
        args.Left = Counter;
        return 1;
    }

    private static int Count(in int counter, int by, out int after)
    {
        int before = counter;
        Counter += by;
        after = counter;
        return before;
    }
}
