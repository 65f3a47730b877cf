using System.Numerics;

namespace CsBpf.Constructs.Generics;

/// <summary>Operators of a type parameter that fault where the result is no value of the type.</summary>
[BpfObject]
public partial class GenericMathChecked
{
    public struct Args
    {
        public int Left, Right;
        public int Kind;
        public long Result;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        args.Result = (args.Kind & 3) switch
        {
            0 => Sum((byte)args.Left, (byte)args.Right),
            1 => Sum((short)args.Left, (short)args.Right),
            2 => Sum(args.Left, args.Right),
            _ => (long)Sum((ulong)(uint)args.Left, (ulong)(long)args.Right),
        };
        return 1;
    }

    private static T Sum<T>(T x, T y)
        where T : INumber<T> => checked(x + y * y - (y += x));
}
