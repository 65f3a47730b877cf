using System;

namespace CsBpf.Constructs.Closures;

/// <summary>Methods that take delegates: lambdas that capture and change variables, methods, and local functions.</summary>
[BpfObject]
public partial class DelegateParameter
{
    public struct Args
    {
        public int Left, Right, Static, Capturing, Method, Local, Calls;
    }

    public delegate void Change(ref int number);

    [Syscall]
    public static int Run(ref Args args)
    {
        int calls = 0;
        int right = args.Right;
        args.Static = Twice(args.Left, static n => n + 1);
        args.Capturing = Twice(args.Left, n =>
        {
            calls++;
            return n * right;
        });
        args.Method = Twice(args.Left, Negate);
        args.Local = Twice(args.Left, Mix);
        Apply(ref args.Local, (ref int number) => number += calls);
        Repeat(3, i => calls += i * right);
        args.Calls = calls;
        return Twice(calls, n => Twice(n, m => m + n));

        int Mix(int number) => (number ^ right) + calls++;
    }

    private static int Twice(int number, Func<int, int> step) => step(step(number));

    private static int Negate(int number) => -number;

    private static void Apply(ref int number, Change change) => change(ref number);

    private static void Repeat(int count, Action<int> action)
    {
        for (int i = 0; i < count; i++)
            action(i);
    }
}
