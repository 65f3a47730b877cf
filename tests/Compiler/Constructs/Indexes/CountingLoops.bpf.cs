using System.Runtime.CompilerServices;

namespace CsBpf.Constructs.Indexes;

/// <summary>Indexes that loops count, up, down, in steps, from and to numbers that only the run knows: where they fit, nothing is checked but the loop's end.</summary>
[BpfObject]
public partial class CountingLoops
{
    public struct Args
    {
        public int Start, Count, Limit, Step;
        public long Up, Down, Steps, Triangle, Limited, Unequal, Behind;
    }

    [Syscall]
    public static int Run(ref Args args)
    {
        var numbers = new Numbers();
        for (int i = 0; i < 16; i++)
            numbers[i] = (i * 7) ^ args.Count;

        for (int i = args.Start & 7; i < 16; i++)
            args.Up = (args.Up * 3) + numbers[i];
        for (int i = 15; i >= 0; i--)
            args.Down = (args.Down * 3) + numbers[i];
        for (uint i = 1; i < 16; i += 3)
            args.Steps = (args.Steps * 3) + numbers[(int)i];
        for (int i = 0; i < 8; i++)
        {
            for (int j = 0; j < i; j++)
                args.Triangle = (args.Triangle * 3) + numbers[i + j];
        }

        int count = args.Count;
        if (count > 16)
            count = 16;
        for (int i = 0; i < count; i++)
            args.Limited += numbers[i];
        for (int i = 0; i != 16; i += 2)
            args.Unequal = (args.Unequal * 5) + numbers[i] - numbers[i + 1];

        // The last round is beyond the end where the limit is.
        for (int i = 0; i < (args.Limit & 31); i++)
            args.Behind = (args.Behind * 3) + numbers[i];
        return 1;
    }

    [InlineArray(16)]
    public struct Numbers
    {
        private int _first;
    }
}
