using CsBpf.Compiler.CodeGeneration;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>What is on the stack, and what does not fit there.</summary>
public class FrameTests
{
    [Fact]
    public void Slots_ThatAreNotUsedAtTheSameTime_ShareTheirPlace()
    {
        string body = string.Concat(Enumerable.Range(0, 4).Select(i =>
            $"""
                v{(i * 10) + 1}: ptr = slot s{i}
                zero v{(i * 10) + 1}, 200 align 8
                v{(i * 10) + 2}: i64 = const 200
                helper bpf_perf_event_output(v{(i * 10) + 1}, v{(i * 10) + 2}) #25 reads

            """));

        Assert.Equal(200, CompiledIr.Generate(Function(200, 4, body)).Single().StackSize);
    }

    [Fact]
    public void Slots_WhoseAddressesMeet_HavePlacesOfTheirOwn()
    {
        const string Body = """
                v1: ptr = slot s0
                zero v1, 200 align 8
                v2: ptr = slot s1
                zero v2, 200 align 8
                v3: i64 = const 200
                helper bpf_perf_event_output(v1, v2, v3) #25 reads

            """;

        Assert.Equal(400, CompiledIr.Generate(Function(200, 2, Body)).Single().StackSize);
    }

    [Fact]
    public void Slot_ThatALoopComesBackTo_IsKept()
    {
        const string Text = """
            function F(i32): i32 #5 {
                slot s0 8 align 8 "kept"
                slot s1 8 align 8 "other"
            b0:
                v0: i32 = param 0
                v1: ptr = slot s0
                v2: ptr = slot s1
                v3: i32 = const 0
                store.u32 [v1], v3
                jump b1
            b1:
                v4: i32 = phi b0: v3, b1: v7
                v5: i32 = load.u32 [v1]
                store.u32 [v2], v5
                v6: i32 = load.u32 [v2]
                v7: i32 = add v6, v4
                v8: bool = ult v7, v0
                branch v8, b1, b2
            b2:
                return v7
            }
            """;

        Assert.Equal(16, CompiledIr.Generate(Text).Single().StackSize);
    }

    [Fact]
    public void Frame_OfMoreThan512Bytes_IsReportedWithItsSize()
    {
        const string Body = """
                v1: ptr = slot s0
                zero v1, 300 align 4
                v2: ptr = slot s1
                zero v2, 300 align 4
                helper bpf_perf_event_output(v1, v2) #25 reads

            """;

        var exception = Assert.Throws<CodeGenerationException>(() => CompiledIr.Generate(Function(300, 2, Body)));

        Assert.Equal(CodeGenerationError.FrameTooLarge, exception.Error);
        Assert.Equal(608, exception.Bytes);
        Assert.Equal("F", exception.Function.Name);
        Assert.Equal("'F' needs 608 bytes of stack, a frame has 512.", exception.Message);
    }

    [Fact]
    public void ChainOfCalls_WithMoreThan512Bytes_IsReportedAsAWhole()
    {
        string callee = Function(300, 1, "    v1: ptr = slot s0\n    zero v1, 300 align 4\n    helper bpf_perf_event_output(v1) #25 reads\n");
        string program = callee.Replace("function F(): i32 #5", "function P(): i32 #3 program \"syscall\" fault 0", StringComparison.Ordinal)
            .Replace("return", "v8: i32 = call F()\n    return", StringComparison.Ordinal);

        var exception = Assert.Throws<CodeGenerationException>(() => CompiledIr.Generate($"{callee}\n{program}"));

        Assert.Equal(CodeGenerationError.CallChainTooDeep, exception.Error);
        Assert.Equal(640, exception.Bytes);
        Assert.Equal("The calls 'P' (320 bytes) → 'F' (320 bytes) need 640 bytes of stack in 2 frames, there are 512 bytes in 8.", exception.Message);
    }

    [Fact]
    public void FunctionThatCallsItself_IsReported()
    {
        var exception = Assert.Throws<CodeGenerationException>(() => CompiledIr.Generate(
            """
            function P(): i32 #3 program "syscall" fault 0 {
            b0:
                v0: i32 = call F()
                return v0
            }

            function F(): i32 #5 {
            b0:
                v0: i32 = call F()
                return v0
            }
            """));

        Assert.Equal(CodeGenerationError.Recursion, exception.Error);
        Assert.Equal("'F' calls itself: 'P' → 'F' → 'F'.", exception.Message);
    }

    private static string Function(int slotSize, int slots, string body) =>
        $$"""
        function F(): i32 #5 {
        {{string.Concat(Enumerable.Range(0, slots).Select(i => $"    slot s{i} {slotSize} align 4 \"s{i}\"\n"))}}b0:
        {{body}}    v9: i32 = const 0
            return v9
        }
        """;
}
