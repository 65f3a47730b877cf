namespace CsBpf.Runtime.Tests;

public sealed class VerifierLogTests
{
    private const string Refusal = """
        func#0 @0
        0: R1=ctx() R10=fp0
        ; long *value = bpf_map_lookup_elem(&reads, &id); @ counter.bpf.c:12
        0: (18) r1 = 0xffff888103421800       ; R1_w=map_ptr(map=reads,ks=8,vs=8)
        2: (85) call bpf_map_lookup_elem#1    ; R0_w=map_value_or_null(id=1,map=reads,ks=8,vs=8)
        ; *value += 1; @ counter.bpf.c:13
        3: (79) r1 = *(u64 *)(r0 +0)
        R0 invalid mem access 'map_value_or_null'
        verification time 57 usec
        stack depth 8+16
        processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 2 peak_states 1 mark_read 0

        """;

    [Fact]
    public void Refusal_IsReadFromTheLinesAfterTheLastInstruction()
    {
        var log = VerifierLog.Parse(Refusal);

        Assert.Equal("R0 invalid mem access 'map_value_or_null'", log.Message);
        Assert.Equal(3, log.Instruction);
        Assert.Equal(new SourceLocation("counter.bpf.c", 13, 0, "*value += 1;"), log.Source);
        Assert.Equal(new VerifierStatistics(3, 2, 1, "8+16", TimeSpan.FromMicroseconds(57)), log.Statistics);
        Assert.Equal(24, log.Statistics!.StackSize);
    }

    [Theory]
    [InlineData("unreachable insn 5\n", "unreachable insn 5", 5)]
    [InlineData("jump out of range from insn 3 to 9\n", "jump out of range from insn 3 to 9", 3)]
    [InlineData(
        "4: (95) exit\nAt program exit the register R0 has value 5\nR0 should have been in [0, 1]\n",
        "At program exit the register R0 has value 5; R0 should have been in [0, 1]", 4)]
    [InlineData(
        "from 3 to 7: R0=0 R10=fp0\n7: R0=0 R10=fp0\n7: (b7) r0 = 1\ninvalid func unknown#195896080\n",
        "invalid func unknown#195896080", 7)]
    [InlineData("BPF program is too large. Processed 1000001 insn\n", "BPF program is too large. Processed 1000001 insn", null)]
    public void Message_IsFound(string text, string message, int? instruction)
    {
        var log = VerifierLog.Parse(text);

        Assert.Equal(message, log.Message);
        Assert.Equal(instruction, log.Instruction);
        Assert.Null(log.Statistics);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n")]
    public void Log_WithoutARefusal_HasNoMessage(string text)
    {
        var log = VerifierLog.Parse(text);

        Assert.Equal("", log.Message);
        Assert.Null(log.Instruction);
    }

    [Fact]
    public void SourceLine_OfAnOlderKernel_HasNoPlaceAndIsNoMessage()
    {
        var log = VerifierLog.Parse("; *value += 1;\n3: (79) r1 = *(u64 *)(r0 +0)\nR0 invalid mem access 'map_value_or_null'\n");

        Assert.Null(log.Source);
        Assert.Equal("R0 invalid mem access 'map_value_or_null'", log.Message);
    }
}
