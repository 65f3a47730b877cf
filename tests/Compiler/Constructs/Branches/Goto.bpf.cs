namespace CsBpf.Constructs.Branches;

/// <summary>Jumps backwards and forwards.</summary>
[BpfObject]
public partial class Goto
{
    public struct Args
    {
        public int Value, Steps;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int value = args.Value & 1023;
    again:
        args.Steps++;
        if (value <= 1)
            goto done;
        value = (value & 1) == 0 ? value / 2 : value - 1;
        goto again;
    done:
        return value;
    }
}
