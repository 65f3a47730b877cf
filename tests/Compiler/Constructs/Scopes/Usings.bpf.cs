using System;

namespace CsBpf.Constructs.Scopes;

/// <summary>Structs that are disposed of: by the interface, by the pattern, as declarations and statements, and where they may be missing.</summary>
[BpfObject]
public partial class Usings
{
    public struct Args
    {
        public int Left, Right, Result;
        public long Steps;
    }

    private struct Step(int number) : IDisposable
    {
        public int Number = number;

        public void Dispose() => _steps = _steps * 10 + Number;
    }

    private static long _steps;

    [Syscall(OnFault = -5)]
    public static int Run(ref Args args)
    {
        _steps = 0;
        int result = Inner(ref args);
        args.Steps = _steps;
        return result;
    }

    private static int Inner(ref Args args)
    {
        using var first = new Step(1);
        using (var second = new Step(2))
        {
            if (args.Left < 0)
                return second.Number;
            using (new Step(3))
                args.Result += args.Left;
            Step? missing = args.Right < 0 ? null : new Step(4);
            using (missing)
                args.Result *= 2;
        }

        using Step third = new(5), fourth = new(6);
        Generic(new Step(7), ref args.Result);
        return third.Number * fourth.Number;
    }

    private static void Generic<T>(T resource, ref int result)
        where T : struct, IDisposable
    {
        using (resource)
            result ^= 1;
    }
}
