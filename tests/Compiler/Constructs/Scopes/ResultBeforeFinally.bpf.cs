namespace CsBpf.Constructs.Scopes;

/// <summary>The result is computed before the <c>finally</c>: scalars, structs and references.</summary>
[BpfObject]
public partial class ResultBeforeFinally
{
    public struct Pair
    {
        public int First;
        public long Second;
    }

    public struct Args
    {
        public int Left, Right, Scalar, Last;
        public long Wide;
        public Pair Result;
    }

    [Syscall(OnFault = -5)]
    public static int Run(ref Args args)
    {
        args.Scalar = Scalar(ref args.Left);
        args.Wide = Wide(ref args.Left, args.Right);
        args.Result = Struct(ref args.Left, args.Right);
        Reference(ref args.Left, ref args.Right)++;
        args.Last = IsLess(ref args.Left, args.Right) ? 1 : 0;
        return 1;
    }

    private static int Scalar(ref int number)
    {
        try
        {
            return number;
        }
        finally
        {
            number++;
        }
    }

    private static long Wide(ref int number, int other)
    {
        try
        {
            if (number > other)
                return (long)number << 20;
            return other;
        }
        finally
        {
            number += 2;
        }
    }

    private static Pair Struct(ref int number, int other)
    {
        try
        {
            return new Pair { First = number, Second = other };
        }
        finally
        {
            number ^= 3;
        }
    }

    private static ref int Reference(ref int number, ref int other)
    {
        try
        {
            return ref number < other ? ref number : ref other;
        }
        finally
        {
            number -= 4;
        }
    }

    private static bool IsLess(ref int number, int other)
    {
        try
        {
            return number < other;
        }
        finally
        {
            number = other;
        }
    }
}
