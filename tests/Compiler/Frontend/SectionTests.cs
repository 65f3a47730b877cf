using CsBpf.Testing;

namespace CsBpf.Compiler.Tests.Frontend;

/// <summary>What is refused of sections of the kernel and of the fields that it looks after, whoever calls whom.</summary>
public class SectionTests
{
    private const string TimedMembers = """
        public struct Timed { public BpfTimer Timer; public int Number; }
        public readonly BpfHashMap<int, Timed> Timers = new(16);
        public readonly BpfHashMap<int, Timed> Others = new(16);
        private static void Fire(in int key, ref Timed each) => each.Number++;
        """;

    private static string Source(string statements, string members) => $$"""
        using CsBpf;
        using CsBpf.Kernel;
        using System;

        [BpfObject]
        public partial class Sections
        {
            public struct Value { public BpfSpinLock Lock; public long Number; public Large Rest; }
            [System.Runtime.CompilerServices.InlineArray(600)] public struct Large { public byte First; }
            public struct Args { public int Left, Right; }

            public readonly BpfHashMap<int, Value> Values = new(16);
            public readonly BpfHashMap<int, long> Numbers = new(16);
            {{members}}

            [Syscall]
            public int Run(ref Args args)
            {
                ref Value value = ref Values.Reference(1);
                {{statements}}
                return 0;
            }
        }
        """;

    [Theory]
    [InlineData("CSBPF0220", "var scope = Bpf.RcuRead(); scope.Dispose();")]
    [InlineData("CSBPF0220", "using var scope = Bpf.RcuRead(); scope.Dispose();")]
    [InlineData("CSBPF0220", "using var scope = args.Left > 0 ? Bpf.RcuRead() : Bpf.RcuRead();")]
    [InlineData("CSBPF0220", "using (Enter()) ;", "static RcuReadScope Enter() => Bpf.RcuRead();")]
    [InlineData("CSBPF0630", "using (Bpf.RcuRead()) using (Bpf.DisablePreemption()) using (Bpf.RcuRead()) ;")]
    [InlineData("CSBPF0630", "using (Bpf.RcuRead()) Bpf.Loop(3, round => { using (Bpf.RcuRead()) Numbers[1] = round; });")]
    [InlineData("CSBPF0630", "using (value.Lock.EnterScope()) Inner(ref value);", "static void Inner(ref Value v) { using (v.Lock.EnterScope()) v.Number++; }")]
    [InlineData("CSBPF0631", "using (value.Lock.EnterScope()) Numbers[1] = 2;")]
    [InlineData("CSBPF0631", "using (value.Lock.EnterScope()) Bpf.Print($\"{value.Number}\");")]
    [InlineData("CSBPF0631", "using (value.Lock.EnterScope()) Bpf.Loop(3, _ => { });")]
    [InlineData("CSBPF0631", "using (value.Lock.EnterScope()) using (Bpf.RcuRead()) value.Number++;")]
    [InlineData("CSBPF0631", "ref Value other = ref Values.GetOrAdd(2); using (value.Lock.EnterScope()) value.Rest = other.Rest;")]
    [InlineData("CSBPF0631", "long n = value.Number; using (value.Lock.EnterScope()) while (n != 1) { n = n % 2 == 0 ? n / 2 : 3 * n + 1; value.Number++; }")]
    [InlineData("CSBPF0633", "Timers.ForEach((in int key, ref Timed each) => { each.Timer.Start(Others, 1, Fire); });", TimedMembers)]
    [InlineData("CSBPF0633", "(args.Left > 0 ? ref Timers.GetOrAdd(1) : ref Others.GetOrAdd(1)).Timer.Start(Timers, 1, Fire);", TimedMembers)]
    [InlineData("CSBPF0221", "int n = args.Left; Timers.Reference(1).Timer.Start(Timers, 1, (in int key, ref Timed each) => each.Number = n);", TimedMembers)]
    [InlineData("CSBPF0320", "Timers[2] = Timers[1];", TimedMembers)]
    [InlineData("CSBPF0320", "value.Lock = default;")]
    [InlineData("CSBPF0320", "value = new Value { Number = 1 };")]
    [InlineData("CSBPF0320", "Values.TryGetValue(2, out var copy);")]
    [InlineData("CSBPF0320", "Values.TryGetValue(2, out _);")]
    [InlineData("CSBPF0320", "Values[2] = value;")]
    [InlineData("CSBPF0320", "Values[2] = Values[1];")]
    [InlineData("CSBPF0320", "Values.TryAdd(2, value);")]
    [InlineData("CSBPF0320", "Values[2] = value with { Number = 1 };")]
    [InlineData("CSBPF0320", "var local = new BpfSpinLock(); using (local.EnterScope()) ;")]
    [InlineData("CSBPF0320", "new Span<Value>(ref value).Clear();")]
    [InlineData("CSBPF0320", "var pair = (value, 1);")]
    [InlineData("CSBPF0320", "ByValue(value);", "static void ByValue(Value v) { }")]
    [InlineData("CSBPF0320", "ByValue(new Value());", "static void ByValue(Value v) { }")]
    [InlineData("CSBPF0320", "Global.Number++;", "private Value Global;")]
    [InlineData("CSBPF0320", "", "public readonly BpfHashMap<Value, int> Keys = new(16);")]
    [InlineData("CSBPF0320", "", "public struct Twice { public BpfSpinLock A, B; } public readonly BpfHashMap<int, Twice> Map = new(16);")]
    [InlineData("CSBPF0320", "", "public readonly BpfHashMap<int, BpfSpinLock> Locks = new(16);")]
    public void Use_OutsideOfTheRules_IsDiagnosed(string id, string statements, string members = "")
    {
        BpfCompilation compilation = BpfSource.Compile(Source(statements, members), targetKernel: new(6, 8));

        Assert.Equal([id], compilation.Diagnostics.Where(diagnostic => diagnostic.Id != "CSBPF0211").Select(diagnostic => diagnostic.Id).Distinct());
    }

    /// <summary>In programs that may sleep the kernel has the helper later.</summary>
    [Theory]
    [InlineData("[Syscall] public int Run()", "CSBPF0211")]
    [InlineData("[Xdp] public XdpAction Run()", null)]
    public void SpinLock_OnAnOldKernel_IsDiagnosedWhereAProgramMaySleep(string program, string? id)
    {
        BpfCompilation compilation = BpfSource.Compile($$"""
            using CsBpf;

            [BpfObject]
            public partial class Locked
            {
                public struct Value { public BpfSpinLock Lock; public long Number; }

                public readonly BpfArrayMap<Value> Values = new(16);

                {{program}} { Change(); return 0; }

                private void Change()
                {
                    using (Values[1].Lock.EnterScope()) ;
                }
            }
            """, targetKernel: new(6, 1));

        Assert.Equal(id, compilation.Diagnostics.SingleOrDefault()?.Id);
    }
}
