using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Structs;

/// <summary>A parameter that members use is a field of the struct, in the place that C# gives it; one that initializers use alone is none.</summary>
[BpfObject]
public partial class PrimaryConstructorLayout
{
    public struct Args
    {
        public int Left, Right;
        public long Wide;
        public byte Steps;
        public int Sizes, Result;
    }

    private struct Box(byte low, long width, byte unused, short depth)
    {
        private readonly byte _low = low;

        public int Scaled = unused * 3;

        public readonly long Volume => width * depth + _low;
    }

    private struct Counter(int start, byte step)
    {
        public int Value { get; private set; } = start;

        public int Next() => Value += step++;
    }

    private static readonly Counter[] Counters = [new(3, 4), new(5, 6)];

    [Syscall]
    public static int Run(ref Args args)
    {
        var box = new Box((byte)args.Left, args.Wide, args.Steps, (short)args.Right);
        Counter counter = Counters[args.Left & 1];
        args.Sizes = Unsafe.SizeOf<Box>() * 100 + Unsafe.SizeOf<Counter>();
        Box copy = box;
        args.Wide = copy.Volume + copy.Scaled;
        args.Result = counter.Next() + counter.Next() * 3;
        copy.Scaled++;
        unsafe
        {
            return (int)((byte*)&copy.Scaled - (byte*)&copy);
        }
    }
}
