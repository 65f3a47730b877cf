namespace CsBpf.Constructs.Closures;

/// <summary>Local functions in local functions, and such that call each other: each has the variables of all around it.</summary>
[BpfObject]
public partial class NestedFunctions
{
    public struct Args
    {
        public uint Left, Right, Depth, Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        uint depth = 0;
        uint total = args.Left;
        Outer(args.Right);
        Outer(args.Right >> 3);
        args.Depth = depth;
        args.Result = total;
        return (int)Twice();

        void Outer(uint number)
        {
            uint inner = number & 15;
            Add();
            inner++;
            Add();
            Note();

            void Add()
            {
                total += inner;
                Note();
                if ((number & 1) != 0)
                    More(inner);
            }

            void More(uint step) => total ^= step + depth;
        }

        void Note() => depth++;

        uint Twice()
        {
            Note();
            return depth * 2;
        }
    }
}
