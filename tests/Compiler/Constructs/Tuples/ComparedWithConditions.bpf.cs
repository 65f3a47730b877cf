namespace CsBpf.Constructs.Tuples;

/// <summary>A condition in one element of a compared tuple does not bring forward the conversions of the others.</summary>
[BpfObject]
public partial class ComparedWithConditions
{
    public struct Args
    {
        public int Left, Right;
        public long Wide;
        public byte Steps;
        public bool Flag;
        public int Choice, Result;
    }

    private static int _calls;

    [Syscall(OnFault = -7)]
    public static int Run(ref Args args)
    {
        _calls = args.Left & 3;
        return (args.Choice & 3) switch
        {
            0 => Casts(ref args),
            1 => Nested(ref args),
            2 => Converted(ref args),
            _ => Nullables(ref args),
        } + (_calls << 8);
    }

    private static int Casts(ref Args args)
    {
        // A fault comes behind what the condition asks for, and only where the elements before are equal.
        int result = (args.Left, checked((sbyte)args.Wide)) == (args.Right, args.Flag ? Count(1) : Count(2)) ? 1 : 0;
        result += (checked((byte)args.Wide), args.Flag && Count(3) > 3) != ((byte)Count(1), true) ? 2 : 0;
        return result;
    }

    private static int Nested(ref Args args) =>
        ((args.Left, checked((byte)args.Wide)), args.Flag ? 1 : Count(4)) == ((args.Right, (short)args.Right), args.Left is > 3 and < 30 ? 1 : 5) ? 1 : 0;

    private static int Converted(ref Args args)
    {
        (byte Low, byte High) pair = ((byte)args.Left, args.Steps);
        return (((int, long))pair, checked((uint)args.Right)) == ((args.Left, args.Right), args.Flag ? 7u : (uint)Count(9)) ? 1 : 0;
    }

    private static int Nullables(ref Args args)
    {
        int? some = args.Flag ? args.Left : null;
        return (some, checked((byte?)args.Wide)) == (args.Right > 0 ? args.Right : null, (byte?)Count(3)) ? 1
            : (null, checked((short)args.Wide)) == (some, some ?? Count(5)) ? 2 : 0;
    }

    private static int Count(int by) => _calls += by;
}
