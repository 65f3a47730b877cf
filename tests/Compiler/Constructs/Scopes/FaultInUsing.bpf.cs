using System;

namespace CsBpf.Constructs.Scopes;

/// <summary>Faults of every kind in the scope of resources: all of them are disposed of, the last first.</summary>
[BpfObject]
public partial class FaultInUsing
{
    [System.Runtime.CompilerServices.InlineArray(4)]
    public struct Four
    {
        private int _element;
    }

    public struct Args
    {
        public int Kind, Number, Result;
        public long Steps;
    }

    private readonly ref struct Step(int number)
    {
        private readonly int _number = number;

        public void Dispose() => _steps = _steps * 10 + _number;
    }

    private static long _steps;

    private readonly BpfHashMap<int, int> _entries = new(maxEntries: 4);

    [Syscall(OnFault = -5)]
    public int Run(ref Args args)
    {
        Four four = default;
        _steps = 0;
        try
        {
            using var first = new Step(1);
            using var second = new Step(2);
            switch (args.Kind & 7)
            {
                case 0:
                    four[args.Number & 7] = 3;
                    break;
                case 1:
                    args.Result = _entries[args.Number];
                    break;
                case 2:
                    args.Result = 100 / (args.Number & 3);
                    break;
                case 3:
                    args.Result = checked(args.Number * 3);
                    break;
                case 4 when (args.Number & 1) != 0:
                    throw new InvalidOperationException();
                case 5:
                    args.Result = ((ReadOnlySpan<int>)four)[..(args.Number & 7)].Length;
                    break;
                default:
                    return 2;
            }
        }
        finally
        {
            args.Steps = _steps;
        }

        return 1;
    }
}
