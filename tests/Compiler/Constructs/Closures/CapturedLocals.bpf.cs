namespace CsBpf.Constructs.Closures;

/// <summary>A local function that reads and writes variables of the method around it.</summary>
[BpfObject]
public partial class CapturedLocals
{
    public struct Args
    {
        public int Left, Right, Sum, Calls;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        int sum = 0;
        int calls = 0;
        int factor = args.Left & 7;
        for (int i = 0; i < 5; i++)
            Add(args.Right + i);
        Add(args.Left);
        args.Sum = sum;
        args.Calls = calls;
        return 1;

        void Add(int number)
        {
            calls++;
            if (number > sum)
                sum += number * factor;
        }
    }
}
