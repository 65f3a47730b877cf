using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Differential.Tests;

/// <summary>Pointers that leave their memory: C# says nothing of what happens then; in the kernel it is the fault exit, and nothing else was touched.</summary>
public class PointerFaultTests
{
    private const int Fault = -7;

    // What each does with pointers, and the number that leaves the memory; 0 does not.
    private static readonly Dictionary<string, (string Body, int Outside)> Bodies = new()
    {
        { "behind the memory", ("int* p = stackalloc int[4]; p[number] = 3; return p[0] & 0;", 4) },
        { "before the memory", ("int* p = stackalloc int[4]; p -= number; return *p;", 1) },
        { "far before the memory", ("long* p = stackalloc long[4]; return (int)p[-number * 1000000];", 77) },
        { "partly outside", ("byte* p = stackalloc byte[16]; return (int)*(long*)(p + number);", 9) },
        { "a walk that goes on", ("int x = 0; int* p = &x; for (int i = 0; i < number; i++) p++; return *p;", 1) },
        { "null", ("int x = 0; int* p = number == 0 ? &x : null; return *p;", 1) },
        { "null and a distance", ("int x = 0; int* p = &x; if (number > 0) p = (int*)null + 2; return *p;", 1) },
        { "a member of null", ("Pair x = default; Pair* p = number == 0 ? &x : null; return p->B;", 1) },
        { "an element behind a fixed buffer", ("Pair pair = default; return pair.Buffer[number];", 3) },
        { "a fixed buffer as a pointer", ("Pair pair = default; fixed (int* p = s_pair.Buffer) return p[number];", 100) },
        { "a reference that is not aligned", ("byte* p = stackalloc byte[16]; ref int value = ref *(int*)(p + number); value++; return value - 1;", 2) },
        { "a method of what is not aligned", ("byte* p = stackalloc byte[64]; return ((Pair*)(p + number))->Sum();", 5) },
        { "a span that is not aligned", ("byte* p = stackalloc byte[16]; return new Span<int>(p + number, 2)[1];", 1) },
        { "a span of less than nothing", ("byte* p = stackalloc byte[16]; return new Span<byte>(p, 1 - number)[0];", 2) },
        { "a span that is too long", ("byte* p = stackalloc byte[16]; return new Span<byte>(p, 1 + number)[number];", 16) },
        { "a slice of nothing", ("Span<int> span = stackalloc int[2]; fixed (int* p = span[(2 * number)..]) return *p;", 1) },
        { "an element of a map's value", ("fixed (Pair* p = &Pairs[0]) return p[number].B;", 1) },
    };

    public static TheoryData<string, BpfIsa> Names
    {
        get
        {
            var data = new TheoryData<string, BpfIsa>();
            foreach (string name in Bodies.Keys)
            {
                data.Add(name, BpfIsa.V1);
                data.Add(name, BpfIsa.V4);
            }

            return data;
        }
    }

    [RequiresBpfTheory]
    [MemberData(nameof(Names))]
    public void Kernel_OnAPointerThatLeavesItsMemory_TakesTheFaultExit(string name, BpfIsa isa)
    {
        (string body, int outside) = Bodies[name];
        using LoadedObject kernel = BpfSource.Load(Source(body), isa: isa);
        var program = kernel.Program<SyscallProgram>("Run");

        Assert.Equal(0, Run(program, 0));
        Assert.Equal(Fault, Run(program, outside));
        Assert.Equal(Fault, Run(program, int.MaxValue));
    }

    private static int Run(SyscallProgram program, int number) => program.Run(ref number);

    private static string Source(string body) => $$"""
        using System;
        using CsBpf;

        [BpfObject]
        public unsafe partial class Pointers
        {
            private static Pair s_pair;

            public readonly BpfArrayMap<Pair> Pairs = new(maxEntries: 1);

            [Syscall(OnFault = {{Fault}})]
            public int Run(ref Args args)
            {
                int number = args.Number;
                {{body}}
            }

            public struct Args
            {
                public int Number;
            }

            public struct Pair
            {
                public int A, B;
                public fixed int Buffer[3];
                public int C;

                public readonly int Sum() => A + B;
            }
        }
        """;
}
