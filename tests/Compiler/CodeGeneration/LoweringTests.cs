using CsBpf.Compiler.CodeGeneration;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>What has no instruction becomes what has.</summary>
public class LoweringTests
{
    private static string Assembly(string body, BpfIsa isa = BpfIsa.V3) => CompiledIr.Assembly($"function F(ptr, i32, i32): i32 #5 {{\n{body}\n}}", isa);

    [Theory]
    [InlineData(BpfIsa.V4, 3)]
    [InlineData(BpfIsa.V3, 14)]
    public void SignedDivision_BeforeV4_IsUnsignedDivisionOfMagnitudes(BpfIsa isa, int instructions)
    {
        string assembly = Assembly(
            """
            b0:
                v0: i32 = param 1
                v1: i32 = param 2
                v2: i32 = sdiv v0, v1
                return v2
            """,
            isa);

        Assert.Equal(instructions, assembly.Split('\n').Length);
        Assert.Contains(isa == BpfIsa.V4 ? "s/=" : " /= ", assembly, StringComparison.Ordinal);
        Assert.DoesNotContain("goto", assembly, StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_IsStoredAsWideAsTheSlotAllows() => Assert.Equal(
        """
        *(u64 *)(r10 - 24) = 0
        *(u64 *)(r10 - 16) = 0
        *(u32 *)(r10 - 8) = 0
        *(u16 *)(r10 - 4) = 0
        *(u8 *)(r10 - 2) = 0
        r0 = *(u8 *)(r10 - 2)
        exit
        """,
        Assembly(
            """
                slot s0 23 align 1 "a"
            b0:
                v0: ptr = slot s0
                zero v0, 23 align 1
                v1: i32 = load.u8 [v0 + 22]
                return v1
            """),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Copy_IsAsWideAsBothSidesAllow() => Assert.Equal(
        """
        r0 = *(u32 *)(r1 + 0)
        *(u32 *)(r10 - 8) = r0
        r0 = *(u16 *)(r1 + 4)
        *(u16 *)(r10 - 4) = r0
        r0 = *(u32 *)(r10 - 8)
        exit
        """,
        Assembly(
            """
                slot s0 6 align 2 "a"
            b0:
                v0: ptr = param 0
                v1: ptr = slot s0
                copy v1, v0, 6 align 4
                v2: i32 = load.u32 [v1]
                return v2
            """),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Copy_OfAConstantTheCompilerMade_StoresImmediates() => Assert.Equal(
        """
        *(u64 *)(r10 - 16) = 513
        *(u32 *)(r10 - 8) = 7
        r0 = *(u32 *)(r10 - 8)
        exit
        """,
        CompiledIr.Generate(
            """
            global initial .rodata #1 align 8 private = hex "010200000000000007000000"
            function F(): i32 #5 {
                slot s0 12 align 8 "a"
            b0:
                v0: ptr = slot s0
                v1: ptr = global initial
                copy v0, v1, 12 align 8
                v2: i32 = load.u32 [v0 + 8]
                return v2
            }
            """).Single().Instructions.Aggregate("", (text, instruction) => $"{text}{InstructionPrinter.Print(instruction)}\n").TrimEnd(),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Copy_OfMuch_IsACall() => Assert.Equal(
        """
        r3 = r1
        r3 += 4000
        r2 = 4000
        call 113
        w0 = 0
        exit
        """,
        Assembly(
            """
            b0:
                v0: ptr = param 0
                v1: i64 = const 4000
                v2: ptr = padd v0, v1
                copy v0, v2, 4000 align 8
                v3: i32 = const 0
                return v3
            """),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Faults_OfAProgram_ShareOneExit() => Assert.Equal(
        """
        r0 = *(u32 *)(r1 + 0)
        if w0 == 1 goto +2
        if w0 == 2 goto +1
        exit
        w0 = 9
        exit
        """,
        CompiledIr.Assembly(
            """
            function F(ptr): i32 #3 program "syscall" fault 9 {
            b0:
                v0: ptr = param 0
                v1: i32 = load.u32 [v0]
                v2: i32 = const 1
                v3: bool = eq v1, v2
                branch v3, b1, b2
            b1:
                fault
            b2:
                v4: i32 = const 2
                v5: bool = eq v1, v4
                branch v5, b3, b4
            b3:
                fault
            b4:
                return v1
            }
            """),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void Function_WithSixParameters_IsReported()
    {
        var exception = Assert.Throws<CodeGenerationException>(() => CompiledIr.Generate(
            """
            function F(i64, i64, i64, i64, i64, i64): void #5 {
            b0:
                return
            }
            """));

        Assert.Equal(CodeGenerationError.TooManyParameters, exception.Error);
        Assert.Equal("'F' has 6 parameters, 5 is the limit.", exception.Message);
    }

    [Fact]
    public void FaultOfAFunction_WithFiveParametersAndA64BitResult_TakesTheLastWhereTheResultGoes()
    {
        string assembly = CompiledIr.Assembly(
            """
            function F(i64, i64, i64, i64, i64): i64 #5 {
            b0:
                v0: i64 = param 0
                v1: i64 = param 4
                v2: bool = eq v0, v1
                branch v2, b1, b2
            b1:
                fault
            b2:
                return v1
            }
            """);

        Assert.Contains("= *(u64 *)(r5 + 0)", assembly, StringComparison.Ordinal);
        Assert.Contains("*(u64 *)(r5 + 0) = r", assembly, StringComparison.Ordinal);
    }

    [Fact]
    public void ReferenceIntoTheContext_ChosenAtRunTime_IsReported()
    {
        var exception = Assert.Throws<CodeGenerationException>(() => CompiledIr.Generate(
            """
            function F(ptr): i32 #5 program "syscall" fault 0 {
            b0:
                v0: ptr = param 0
                v1: bool = load.u8 [v0 + 8]
                v2: i64 = const 4
                v3: ptr = padd v0, v2
                v4: ptr = select v1, v0, v3
                v5: i32 = load.s32 [v4]
                return v5
            }
            """));

        Assert.Equal(CodeGenerationError.ContextReference, exception.Error);
        Assert.Equal("'F' uses a reference to a field of its context that was chosen at run time.", exception.Message);
    }
}
