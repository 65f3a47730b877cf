using System;
using System.Numerics;

namespace CsBpf.Constructs.Calls;

/// <summary>Methods, properties and operators of extension blocks: on values, variables, spans and types.</summary>
[BpfObject]
public partial class ExtensionMembers
{
    public struct Args
    {
        public int A;
        public int B;
        public long Result;
        public int Sum;
    }

    public struct Pair
    {
        public int First, Second;
    }

    [Syscall]
    public int Run(ref Args args)
    {
        var pair = new Pair { First = args.A, Second = args.B };
        pair.Swap();
        pair.Larger += 3;
        Span<int> numbers = [args.A, args.B, 5];
        numbers.First = 7;
        int added = 0;
        numbers.Each(number => added += number);
        args.Result = args.A.Twice().Plus(args.B) + (args.B.IsZero ? 1000 : 0) + int.Answer + numbers[0] + added;
        args.Sum = (pair + 4).First + pair.Changed() + pair.Second;
        return 1;
    }
}

internal static class Extensions
{
    extension(int number)
    {
        public static int Answer => 42;

        public int Twice() => number * 2;
    }

    extension<T>(T value)
        where T : struct, INumber<T>
    {
        public bool IsZero => value == T.Zero;

        public T Plus(T other) => value + other;
    }

    extension(ref ExtensionMembers.Pair pair)
    {
        public int Larger
        {
            get => pair.First > pair.Second ? pair.First : pair.Second;
            set => (pair.First > pair.Second ? ref pair.First : ref pair.Second) = value;
        }

        public void Swap() => (pair.First, pair.Second) = (pair.Second, pair.First);
    }

    extension(ExtensionMembers.Pair pair)
    {
        public static ExtensionMembers.Pair operator +(ExtensionMembers.Pair left, int right) =>
            new() { First = left.First + right, Second = left.Second + right };

        public int Changed()
        {
            pair.Second = -1;
            return pair.First - pair.Second;
        }
    }

    extension(Span<int> span)
    {
        public int First
        {
            get => span[0];
            set => span[0] = value;
        }

        public void Each(Action<int> action)
        {
            foreach (int number in span)
                action(number);
        }
    }
}
