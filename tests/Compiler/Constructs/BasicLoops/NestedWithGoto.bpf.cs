namespace CsBpf.Constructs.BasicLoops;

/// <summary>A jump out of both loops.</summary>
[BpfObject]
public partial class NestedWithGoto
{
    public struct Args
    {
        public int Target, Steps;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        for (int row = 0; row < 6; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                args.Steps++;
                if (row * column == (args.Target & 31))
                    goto found;
            }
        }
        return 0;
    found:
        return 1;
    }
}
