using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CsBpf.Object.Elf;
using CsBpf.Object.Instructions;
using CsBpf.Testing;

namespace CsBpf.Object.Tests.Instructions;

public sealed partial class InstructionPrinterTests
{
    [RequiresToolTheory("clang-19", "llvm-objdump-19")]
    [MemberData(nameof(CompiledFixture.Targets), MemberType = typeof(CompiledFixture))]
    public void Print_CompiledProgram_EqualsObjdump(string cpu, bool bigEndian)
    {
        AssertEqualsObjdump(CompiledFixture.Compile("loadable.c", cpu, bigEndian));
        AssertEqualsObjdump(CompiledFixture.Compile("kinds.c", cpu, bigEndian));
    }

    [RequiresToolTheory("clang-19", "llvm-objdump-19")]
    [InlineData(false)]
    [InlineData(true)]
    public void Print_EveryInstruction_EqualsObjdump(bool bigEndian) =>
        AssertEqualsObjdump(CompiledFixture.Compile("syntax.s", "v4", bigEndian));

    [Theory]
    [MemberData(nameof(KernelForms))]
    public void Print_FormThatNoAssemblerKnows_IsTheKernels(BpfInstruction instruction, string text) =>
        Assert.Equal(text, InstructionPrinter.Print(instruction));

    public static TheoryData<BpfInstruction, string> KernelForms { get; } = new()
    {
        { BpfInstruction.AddressSpaceCast(BpfRegister.R1, BpfRegister.R2, to: 0xffff, from: 1), "r1 = addr_space_cast(r2, 65535, 1)" },
        { BpfInstruction.PerCpuAddress(BpfRegister.R1, BpfRegister.R2), "r1 = &(void __percpu *)(r2)" },
        { BpfInstruction.LoadPacketIndirect(MemorySize.Half, BpfRegister.R6, 14), "r0 = *(u16 *)skb[r6 + 14]" },
        { BpfInstruction.LoadMap(BpfRegister.R1, 5), "r1 = map[fd:5] ll" },
        { BpfInstruction.LoadMapValue(BpfRegister.R1, 5, 16), "r1 = map[fd:5][0]+16 ll" },
        { BpfInstruction.LoadMapByIndex(BpfRegister.R1, 2), "r1 = map[idx:2] ll" },
        { BpfInstruction.LoadMapValueByIndex(BpfRegister.R1, 2, 8), "r1 = map[idx:2][0]+8 ll" },
        { BpfInstruction.LoadFunction(BpfRegister.R1, -4), "r1 = subprog[-4] ll" },
        { BpfInstruction.LoadBtfId(BpfRegister.R1, 77), "r1 = ksym[btf:77] ll" },
        { BpfInstruction.CallFunction(5), "call pc+5" },
        { BpfInstruction.CallKfunc(77), "call kfunc#77" },
        {
            BpfInstruction.Atomic(AtomicOperation.LoadAcquire, MemorySize.Byte, BpfRegister.R1, 4, BpfRegister.R2),
            "w2 = load_acquire((u8 *)(r1 + 4))"
        },
        {
            BpfInstruction.Atomic(AtomicOperation.StoreRelease, MemorySize.DoubleWord, BpfRegister.R1, -8, BpfRegister.R2),
            "store_release((u64 *)(r1 - 8), r2)"
        },
    };

    [Fact]
    public void Print_WithNames_ShowsThemInsteadOfNumbers()
    {
        var names = new TestNames();
        Assert.Equal("goto exit", InstructionPrinter.Print(BpfInstruction.Jump(4), slot: 2, names));
        var jump = BpfInstruction.Jump(JumpCondition.Equal, BpfRegister.R1, 0, 4);
        Assert.Equal("if r1 == 0 goto exit", InstructionPrinter.Print(jump, slot: 2, names));
        Assert.Equal("call exit", InstructionPrinter.Print(BpfInstruction.CallFunction(4), slot: 2, names));
        Assert.Equal("call bpf_map_lookup_elem#1", InstructionPrinter.Print(BpfInstruction.Call(1), slot: 0, names));
        Assert.Equal("r1 = counts ll", InstructionPrinter.Print(BpfInstruction.LoadMap(BpfRegister.R1, 0), slot: 9, names));
        Assert.Equal("goto +1", InstructionPrinter.Print(BpfInstruction.Jump(1), slot: 0, names));
    }

    private sealed class TestNames : InstructionNames
    {
        public override string? Target(int slot) => slot == 7 ? "exit" : null;

        public override string? Helper(int helper) => helper == 1 ? "bpf_map_lookup_elem" : null;

        public override string? Symbol(int slot) => slot == 9 ? "counts" : null;
    }

    private static void AssertEqualsObjdump(CompiledFixture fixture)
    {
        var file = ElfReader.Read(fixture.Bytes);
        string dump = Command.Output("llvm-objdump-19", "-d", "--mcpu=v4", "--no-print-imm-hex", "--no-show-raw-insn", fixture.Path);
        string[] sections = SectionHeading().Split(dump);
        Assert.True(sections.Length > 1);
        for (int i = 1; i < sections.Length; i += 2)
        {
            var section = file.FindSection(sections[i])!;
            var instructions = InstructionCodec.Decode(section.Data.Span, file.IsBigEndian, section.Name);
            Assert.Equal(ObjdumpLines(sections[i + 1]), PrintedLines(instructions));
        }
    }

    private static IEnumerable<string> PrintedLines(ImmutableArray<BpfInstruction> instructions)
    {
        int slot = 0;
        foreach (var instruction in instructions)
        {
            // Only the kernel tells own functions from helpers.
            yield return OwnFunction().Replace($"{slot}: {InstructionPrinter.Print(instruction, slot)}", "");
            slot += instruction.Slots;
        }
    }

    /// <summary>The instructions of a disassembled section, in our spelling where LLVM and the kernel differ.</summary>
    private static IEnumerable<string> ObjdumpLines(string section)
    {
        foreach (Match line in InstructionLine().Matches(section))
        {
            string text = line.Groups["text"].Value;
            // LLVM names the 32-bit half in loads and stores: not so the kernel.
            text = HalfRegisterLoad().Replace(text, "r$1 = ");
            text = HalfRegisterStore().Replace(text, " = r$1");
            text = WideImmediate().Replace(text, match => $"= 0x{long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture):x} ll");
            yield return $"{line.Groups["slot"].Value}: {text}";
        }
    }

    [GeneratedRegex(@"^Disassembly of section (.*):$", RegexOptions.Multiline)]
    private static partial Regex SectionHeading();

    [GeneratedRegex(@"^\s+(?<slot>\d+):\s+(?<text>.*?)( <[^<> ]*>)?$", RegexOptions.Multiline)]
    private static partial Regex InstructionLine();

    [GeneratedRegex(@"(?<=: call )pc\+?")]
    private static partial Regex OwnFunction();

    [GeneratedRegex(@"^w(\d+) = (?=\*)")]
    private static partial Regex HalfRegisterLoad();

    [GeneratedRegex(@"(?<=^\*.*) = w(\d+)$")]
    private static partial Regex HalfRegisterStore();

    [GeneratedRegex(@"= (-?\d+) ll$")]
    private static partial Regex WideImmediate();
}
