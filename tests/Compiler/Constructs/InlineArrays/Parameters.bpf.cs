using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.InlineArrays;

/// <summary>Arrays that methods take, change and give back; methods and indexers of an array.</summary>
[BpfObject]
public partial class Parameters
{
    public struct Args
    {
        public int Index;
        public int Value;
        public int Sum, First;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        Numbers numbers = Make(args.Value);
        Set(ref numbers, args.Index, 100);
        args.Sum = numbers.Sum();
        args.First = Changed(numbers, args.Index);
        return numbers.Last;
    }

    private static Numbers Make(int value)
    {
        Numbers numbers = default;
        numbers[1] = value;
        return numbers;
    }

    private static void Set(ref Numbers numbers, int index, int value) => numbers[index] = value;

    private static int Changed(Numbers numbers, int index)
    {
        numbers[index]++;
        return numbers[index] + numbers[0];
    }

    [InlineArray(6)]
    public struct Numbers
    {
        private int _first;

        public readonly int Last => this[5];

        public readonly int Sum()
        {
            int sum = 0;
            for (int i = 0; i < 6; i++)
                sum += this[i];
            return sum;
        }
    }
}
