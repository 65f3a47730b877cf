using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.Instructions;

public sealed class InstructionCodecTests
{
    [RequiresToolTheory("clang-19")]
    [MemberData(nameof(CompiledFixture.Targets), MemberType = typeof(CompiledFixture))]
    public void Encode_DecodedProgram_IsTheSameBytes(string cpu, bool bigEndian)
    {
        var file = ElfReader.Read(CompiledFixture.Compile("loadable.c", cpu, bigEndian).Bytes);
        foreach (var section in file.Sections.Where(section => (section.Flags & ElfSectionFlags.Execute) != 0))
        {
            var instructions = InstructionCodec.Decode(section.Data.Span, bigEndian, section.Name);
            Assert.Equal(section.Data.ToArray(), InstructionCodec.Encode(instructions.AsSpan(), bigEndian));
            Assert.True(instructions.All(instruction => instruction.MinimumIsa <= Enum.Parse<BpfIsa>(cpu, ignoreCase: true)));
        }
    }

    [Fact]
    public void Encode_WideLoad_SplitsTheImmediateOverTwoSlots()
    {
        var instruction = BpfInstruction.LoadImmediate64(BpfRegister.R3, 0x1122334455667788);
        Assert.Equal(2, instruction.Slots);
        Assert.Equal("18030000887766550000000044332211", Convert.ToHexStringLower(InstructionCodec.Encode([instruction])));
        Assert.Equal("18300000556677880000000011223344", Convert.ToHexStringLower(InstructionCodec.Encode([instruction], bigEndian: true)));
        Assert.Equal(instruction, Assert.Single(InstructionCodec.Decode(InstructionCodec.Encode([instruction]))));
    }

    [Fact]
    public void Encode_MapValue_KeepsDescriptorAndOffsetInTheirHalves()
    {
        var instruction = BpfInstruction.LoadMapValue(BpfRegister.R1, descriptor: 7, offset: 24);
        Assert.Equal("18210000070000000000000018000000", Convert.ToHexStringLower(InstructionCodec.Encode([instruction])));
    }

    [Theory]
    [InlineData("95000000000000", 0)] // 7 bytes
    [InlineData("95000000000000001801000000000000", 8)] // one half
    [InlineData("18010000000000009500000000000000", 0)] // another instruction in place of the second half
    [InlineData("ff00000000000000", 0)] // no such opcode
    [InlineData("0f0b000000000000", 0)] // r11
    [InlineData("0fb0000000000000", 0)] // r11
    [InlineData("db21000002000000", 0)] // no such atomic
    [InlineData("d401000008000000", 0)] // le8
    [InlineData("bf21030000000000", 0)] // a sign extension of 3 bits
    [InlineData("1870000000000000", 0)] // no such pseudo source
    public void Decode_NoInstruction_IsATypedErrorAtItsOffset(string hex, int offset)
    {
        var error = Assert.Throws<ObjectFormatException>(() => InstructionCodec.Decode(Convert.FromHexString(hex), section: "xdp"));
        Assert.Equal(offset, error.Offset);
        Assert.Equal("xdp", error.Section);
    }

    [Fact]
    public void Decode_AnyBytes_AreAnErrorOrTheInstructionsThatEncodeToThem()
    {
        var random = new Random(20240229);
        byte[] bytes = new byte[16];
        int decoded = 0;
        for (int i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            if (i % 2 == 0)
                bytes.AsSpan(2).Clear();

            try
            {
                var instructions = InstructionCodec.Decode(bytes);
                Assert.Equal(bytes, InstructionCodec.Encode(instructions.AsSpan()));
                Assert.All(instructions, instruction => Assert.NotEqual("", InstructionPrinter.Print(instruction)));
                decoded++;
            }
            catch (ObjectFormatException)
            {
            }
        }

        Assert.True(decoded > 100);
    }
}
