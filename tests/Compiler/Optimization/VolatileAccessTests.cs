using System.Text.RegularExpressions;
using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Optimization;

namespace CsBpf.Compiler.Tests.Optimization;

/// <summary>
/// Volatile accesses and atomic operations stay as they are written, and what others may have written before is read after them.
/// </summary>
public class VolatileAccessTests
{
    [Theory]
    [InlineData("v9: i32 = add v3, v3", 1)]
    [InlineData("store.u32.volatile [v1], v3", 1)]
    [InlineData("v9: i32 = load.u32.volatile [v1]", 2)]
    [InlineData("v9: i32 = atomic.add.u32 [v1], v3", 2)]
    [InlineData("v9: i32 = atomic.cmpxchg.u32 [v1], v3, v3", 2)]
    public void Load_AfterAnotherOfTheSame_IsMadeAgainWhereOthersMayHaveWritten(string between, int loads)
    {
        string text = Optimized($"""
                v0: ptr = global data
                v1: ptr = global flag
                v3: i32 = const 1
                v4: i64 = load.u64 [v0]
                {between}
                v5: i64 = load.u64 [v0]
                v6: i64 = add v4, v5
            """, "v6");

        Assert.Equal(loads, Regex.Count(text, @"load\.u64 "));
    }

    [Fact]
    public void VolatileAccesses_OfOnePlace_AllStay()
    {
        string text = Optimized("""
                v1: ptr = global flag
                v3: i32 = const 1
                store.u32.volatile [v1], v3
                store.u32.volatile [v1], v3
                v4: i32 = load.u32.volatile [v1]
                v5: i32 = load.u32.volatile [v1]
                v6: i32 = load.u32.volatile [v1]
                v7: i64 = zext.32 v6
            """, "v7");

        Assert.Equal(2, Regex.Count(text, @"store\.u32\.volatile"));
        Assert.Equal(3, Regex.Count(text, @"load\.u32\.volatile"));
    }

    [Fact]
    public void Slot_ThatIsChangedAtomically_NeedsNoMemory() => Assert.DoesNotContain(
        "slot",
        Optimized("""
                v1: ptr = slot s0
                v3: i64 = const 1
                store.u64 [v1], v3
                v4: i64 = atomic.xchg.u64 [v1], v3
                v5: i64 = load.u64 [v1]
                v6: i64 = add v4, v5
            """, "v6"),
        StringComparison.Ordinal);

    [Fact]
    public void AtomicOperation_WhoseResultNobodyWants_Stays() => Assert.Contains(
        "atomic.and.u64 [",
        Optimized("""
                v1: ptr = global data
                v3: i64 = const 1
                v4: i64 = atomic.and.u64 [v1], v3
            """, "v3"),
        StringComparison.Ordinal);

    private static string Optimized(string body, string result)
    {
        BpfModule module = IrParser.Parse($$"""
            module M license "GPL"

            global data .bss #0 align 8 = zero 8
            global flag .bss #0 align 4 = zero 4

            function f(ptr): i64 #0 program "syscall" fault 0 {
                slot s0 8 align 8 ""
            b0:
            {{body}}
                return {{result}}
            }
            """);
        Optimizer.Run(module);
        return IrPrinter.Print(module.Functions[0]);
    }
}
