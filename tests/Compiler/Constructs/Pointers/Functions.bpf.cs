namespace CsBpf.Constructs.Pointers;

/// <summary>Pointers as parameters and results, in generic code, in ref structs, in lambdas.</summary>
[BpfObject]
public unsafe partial class Functions
{
    public struct Args
    {
        public byte Key, Count;
        public int Found, Sum, Max;
        public long Parsed;
        public int Rounds;
    }

    [Syscall(OnFault = -7)]
    public int Run(ref Args args)
    {
        int* numbers = stackalloc int[8] { 3, 1, 4, 1, 5, 9, 2, 6 };
        numbers[args.Key & 7] += args.Count;
        int* found = Find(numbers, 8, args.Key & 15);
        args.Found = found == null ? -1 : (int)(found - numbers);
        args.Sum = Sum(numbers, args.Count & 7);
        args.Max = *Max(numbers, numbers + 8);
        Fill(numbers, 4, args.Key);

        byte* text = stackalloc byte[6] { (byte)'1', (byte)'2', (byte)'0', (byte)'7', (byte)';', 0 };
        text[args.Count & 3] = (byte)('0' + args.Key % 10);
        var cursor = new Cursor { Next = text };
        args.Parsed = cursor.ReadNumber();
        args.Rounds = *cursor.Next;

        int* sum = args.Count > 3 ? numbers : numbers + 4;
        Bpf.Loop(4, i =>
        {
            sum[i] *= 2;
            return true;
        });
        return numbers[3] + sum[0];
    }

    private static int* Find(int* numbers, int count, int wanted)
    {
        for (int i = 0; i < count; i++)
        {
            if (numbers[i] == wanted)
                return &numbers[i];
        }

        return null;
    }

    private static int Sum(int* numbers, int count) => count == 0 ? 0 : *numbers + Rest(numbers + 1, count - 1);

    private static int Rest(int* numbers, int count)
    {
        int sum = 0;
        while (count-- > 0)
            sum += *numbers++;
        return sum;
    }

    private static int* Max(int* from, int* end)
    {
        int* max = from;
        for (; from != end; from++)
        {
            if (*from > *max)
                max = from;
        }

        return max;
    }

    private static void Fill<T>(T* memory, int count, T value)
        where T : unmanaged
    {
        for (T* p = memory; p < memory + count; ++p)
            *p = value;
    }

    private ref struct Cursor
    {
        public byte* Next;

        public long ReadNumber()
        {
            long number = 0;
            while (*Next is >= (byte)'0' and <= (byte)'9')
                number = number * 10 + (*Next++ - '0');
            return number;
        }
    }
}
