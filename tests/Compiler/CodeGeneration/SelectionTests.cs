using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Tests.CodeGeneration;

/// <summary>What instructions operations become.</summary>
public class SelectionTests
{
    private static void Check(string expected, string body, BpfIsa isa = BpfIsa.V3, string signature = "(ptr, i64, i32): i64") =>
        Assert.Equal(expected, CompiledIr.Assembly($"function F{signature} #5 {{\n{body}\n}}", isa), ignoreLineEndingDifferences: true);

    [Fact]
    public void Constants_ThatFitAnImmediate_AreOperands() => Check(
        """
        r2 += -5
        r2 *= 7
        r2 <<= 3
        r0 = 5
        r0 -= r2
        exit
        """,
        """
        b0:
            v0: i64 = param 1
            v1: i64 = const 5
            v2: i64 = sub v0, v1
            v3: i64 = const 7
            v4: i64 = mul v3, v2
            v5: i32 = const 67
            v6: i64 = shl v4, v5
            v7: i64 = sub v1, v6
            return v7
        """);

    [Fact]
    public void Constants_ThatAComparisonFound_NeedNoMove() => Check(
        """
        if r2 == 0 goto +1
        r2 *= 7
        r0 = r2
        exit
        """,
        """
        b0:
            v0: i64 = param 1
            v1: i64 = const 0
            v2: bool = ne v0, v1
            branch v2, b1, b2
        b1:
            v3: i64 = const 7
            v4: i64 = mul v0, v3
            jump b2
        b2:
            v5: i64 = phi b0: v1, b1: v4
            return v5
        """);

    [Fact]
    public void Constants_OfSixtyFourBits_AreLoadedWide() => Check(
        """
        r0 = 0x123456789 ll
        r0 |= r2
        exit
        """,
        """
        b0:
            v0: i64 = param 1
            v1: i64 = const 4886718345
            v2: i64 = or v0, v1
            return v2
        """);

    [Theory]
    [InlineData(BpfIsa.V2, "r2 <<= 32\nr2 >>= 32\nr0 = r2\nexit")]
    [InlineData(BpfIsa.V3, "w0 = w2\nexit")]
    public void And_WithTheLowerHalf_ClearsTheUpper(BpfIsa isa, string expected) => Check(
        expected,
        """
        b0:
            v0: i64 = param 1
            v1: i64 = const 4294967295
            v2: i64 = and v0, v1
            return v2
        """,
        isa);

    [Fact]
    public void ConstantPartsOfAddresses_BecomeDisplacements() => Check(
        """
        r0 = *(u64 *)(r1 + 20)
        r1 += 40000
        r1 = *(u16 *)(r1 + 0)
        r0 += r1
        exit
        """,
        """
        b0:
            v0: ptr = param 0
            v1: i64 = const 8
            v2: ptr = padd v0, v1
            v3: ptr = padd v2, v1
            v4: i64 = load.u64 [v3 + 4]
            v5: i64 = const 40000
            v6: ptr = padd v0, v5
            v7: i64 = load.u16 [v6]
            v8: i64 = add v4, v7
            return v8
        """);

    [Fact]
    public void SlotAddresses_AreDisplacementsFromTheFramePointer() => Check(
        """
        *(u64 *)(r10 - 16) = r2
        *(u64 *)(r10 - 8) = 7
        r0 = r10
        r0 += -12
        r0 += r2
        r0 = *(u8 *)(r0 + 0)
        exit
        """,
        """
            slot s0 16 align 8 "a"
        b0:
            v0: i64 = param 1
            v1: ptr = slot s0
            store.u64 [v1], v0
            v2: i64 = const 7
            store.u64 [v1 + 8], v2
            v3: i64 = const 4
            v4: ptr = padd v1, v3
            v5: ptr = padd v4, v0
            v6: i64 = load.u8 [v5]
            return v6
        """);

    [Theory]
    [InlineData(BpfIsa.V3, "w0 = 7\n*(u32 *)(r1 + 4) = r0\nr0 = 0\nexit")]
    [InlineData(BpfIsa.V4, "*(u32 *)(r1 + 4) = 7\nr0 = 0\nexit")]
    public void ConstantsInTheContext_AreStoredFromRegistersBeforeV4(BpfIsa isa, string expected) => Check(
        expected,
        """
        b0:
            v0: ptr = param 0
            v1: i32 = const 7
            store.u32 [v0 + 4], v1
            v2: i64 = const 0
            return v2
        """,
        isa);

    [Fact]
    public void Comparison_IsPartOfTheBranch() => Check(
        """
        if r2 <= 10 goto +3
        if w3 & 4 goto +2
        r0 = 1
        exit
        r0 = 0
        exit
        """,
        """
        b0:
            v0: i64 = param 1
            v1: i32 = param 2
            v2: i64 = const 10
            v3: bool = ult v2, v0
            branch v3, b1, b2
        b1:
            v4: i32 = const 4
            v5: i32 = and v1, v4
            v6: i32 = const 0
            v7: bool = ne v5, v6
            branch v7, b2, b3
        b2:
            v8: i64 = const 0
            return v8
        b3:
            v9: i64 = const 1
            return v9
        """);

    [Theory]
    [InlineData(BpfIsa.V1, "if r2 s>= r0 goto +1\nr2 = r0\nr0 = r2\nexit")]
    [InlineData(BpfIsa.V2, "if r2 s< r0 goto +1\nr0 = r2\nexit")]
    public void Less_BeforeV2_IsNotGreaterOrEqual(BpfIsa isa, string jump) => Check(
        "r0 = *(u64 *)(r1 + 0)\n" + jump,
        """
        b0:
            v0: ptr = param 0
            v1: i64 = param 1
            v2: i64 = load.u64 [v0]
            v3: bool = slt v1, v2
            v4: i64 = select v3, v2, v1
            return v4
        """,
        isa);

    [Theory]
    [InlineData("slt v0, v1", BpfIsa.V1)]
    [InlineData("slt v0, v1", BpfIsa.V2)]
    [InlineData("sle v1, v0", BpfIsa.V1)]
    [InlineData("sle v1, v0", BpfIsa.V2)]
    public void Limit_OnTheRight_StaysThere_WhereTheOppositeIsAsked(string condition, BpfIsa isa) => Assert.Matches(
        "^if r2 s(<|>=) r3 goto ",
        CompiledIr.Assembly(
            $$"""
            function F(ptr, i64, i64): i64 #5 {
            b0:
                v0: i64 = param 1
                v1: i64 = param 2
                v2: bool = {{condition}}
                v3: i64 = zext.1 v2
                return v3
            }
            """,
            isa).Split('\n')[1]);

    [Fact]
    public void Comparison_AsValue_IsOneUnlessTheJumpGoesAround() => Check(
        """
        w0 = 1
        if w3 s>= -3 goto +1
        w0 = 0
        exit
        """,
        """
        b0:
            v0: i32 = param 2
            v1: i32 = const -3
            v2: bool = sle v1, v0
            v3: i64 = zext.1 v2
            return v3
        """);

    [Theory]
    [InlineData(BpfIsa.V3, "r0 = *(u8 *)(r1 + 0)\nr0 <<= 56\nr0 s>>= 56\nw3 <<= 16\nw3 s>>= 16\nr3 <<= 32\nr3 s>>= 32\nr0 += r3\nexit")]
    [InlineData(BpfIsa.V4, "r0 = *(s8 *)(r1 + 0)\nw1 = (s16)w3\nr1 = (s32)r1\nr0 += r1\nexit")]
    public void SignExtension_IsAnInstructionFromV4On(BpfIsa isa, string expected) => Check(
        expected,
        """
        b0:
            v0: ptr = param 0
            v1: i32 = param 2
            v2: i64 = load.s8 [v0]
            v3: i32 = sext.16 v1
            v4: i64 = sext.32 v3
            v5: i64 = add v2, v4
            return v5
        """,
        isa);

    [Fact]
    public void ZeroExtension_OfWhatIsZeroAbove_IsNoCode() => Check(
        """
        r0 = *(u32 *)(r1 + 0)
        w0 += w3
        exit
        """,
        """
        b0:
            v0: ptr = param 0
            v1: i32 = param 2
            v2: i32 = load.u32 [v0]
            v3: i32 = add v2, v1
            v4: i64 = zext.32 v3
            return v4
        """);

    [Fact]
    public void ZeroExtension_OfATruncatedValue_ClearsTheUpperHalf() => Check(
        """
        w0 = w2
        exit
        """,
        """
        b0:
            v0: i64 = param 1
            v1: i32 = trunc v0
            v2: i64 = zext.32 v1
            return v2
        """);

    /// <summary>Kernels before 6.7 take no way back without a jump, so that the body jumps to the test that follows.</summary>
    [Fact]
    public void Loop_EndsWithItsTest() => Check(
        """
        w2 = 0
        r0 = 0
        goto +6
        r4 = r2
        r4 += r1
        r4 = *(u8 *)(r4 + 0)
        r0 += r4
        w2 += 1
        goto +0
        if w3 > w2 goto -7
        exit
        """,
        """
        b0:
            v0: ptr = param 0
            v1: i32 = param 2
            v2: i32 = const 0
            v3: i64 = const 0
            jump b1
        b1:
            v4: i32 = phi b0: v2, b2: v5
            v6: i64 = phi b0: v3, b2: v7
            v8: bool = ult v4, v1
            branch v8, b2, b3
        b2:
            v9: i64 = zext.32 v4
            v10: ptr = padd v0, v9
            v11: i64 = load.u8 [v10]
            v7: i64 = add v6, v11
            v12: i32 = const 1
            v5: i32 = add v4, v12
            jump b1
        b3:
            return v6
        """);

    [Fact]
    public void Values_AcrossCalls_AreInPreservedRegisters() => Check(
        """
        r6 = r2
        r1 = r6
        r2 = r10
        r2 += -8
        w3 = 3
        call 6
        r0 += r6
        exit
        """,
        """
            slot s0 8 align 8 "a"
        b0:
            v0: i64 = param 1
            v1: ptr = slot s0
            v2: i32 = const 3
            v3: i64 = helper bpf_trace_printk(v0, v1, v2) #6 any
            v4: i64 = add v3, v0
            return v4
        """);
}
