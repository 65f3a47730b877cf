using CsBpf.Object;
using CsBpf.Object.Btf;
using CsBpf.Object.BtfExt;
using CsBpf.Object.Instructions;
using CsBpf.Relocation;

namespace CsBpf.Runtime.Tests;

/// <summary>
/// An object that knows <c>struct node { int id; struct leaf *next; unsigned flags:3; int a[4]; }</c>, on kernels whose struct is another.
/// </summary>
public sealed class CoreRelocationTests
{
    private const uint Int = 1;
    private const uint Unsigned = 2;
    private const uint Long = 3;
    private const uint UnsignedLong = 4;
    private const uint Leaf = 5;
    private const uint LeafPointer = 6;
    private const uint Array = 7;
    private const uint Node = 8;
    private const uint State = 9;

    private static BtfBuilder Basics()
    {
        var builder = new BtfBuilder();
        builder.Add(new BtfInt("int", 4, BtfIntEncoding.Signed));
        builder.Add(new BtfInt("unsigned int", 4, BtfIntEncoding.None));
        builder.Add(new BtfInt("long", 8, BtfIntEncoding.Signed));
        builder.Add(new BtfInt("unsigned long", 8, BtfIntEncoding.None));
        builder.Add(new BtfStruct("leaf", 4, [new BtfMember("x", Int, 0)]));
        builder.Add(new BtfPointer(Leaf));
        builder.Add(new BtfArray(Int, Unsigned, 4));
        return builder;
    }

    private static BtfTypes Local(string name = "node")
    {
        var builder = Basics();
        builder.Add(new BtfStruct(name, 40,
        [
            new BtfMember("id", Int, 0),
            new BtfMember("next", LeafPointer, 64),
            new BtfMember("flags", Unsigned, 128, 3),
            new BtfMember("a", Array, 160),
        ]));
        builder.Add(
            new BtfEnum("state", 4, IsSigned: false, Is64Bit: false, [new BtfEnumValue("RUNNING", 1), new BtfEnumValue("DEAD", 2)]));
        return builder.Build();
    }

    /// <summary>The same members elsewhere, some of them in a union without a name; an array of 2.</summary>
    private static BtfTypes Kernel()
    {
        var builder = Basics();
        uint small = builder.Add(new BtfArray(Int, Unsigned, 2));
        uint inner = builder.Add(new BtfUnion("", 8, [new BtfMember("next", LeafPointer, 0), new BtfMember("other", Long, 0)]));
        builder.Add(new BtfStruct("node", 64,
        [
            new BtfMember("added", Long, 0),
            new BtfMember("id", Int, 64),
            new BtfMember("", inner, 128),
            new BtfMember("before", Unsigned, 192, 30),
            new BtfMember("flags", Unsigned, 222, 5),
            new BtfMember("a", small, 256),
        ]));
        builder.Add(new BtfEnum("state", 4, IsSigned: false, Is64Bit: false, [new BtfEnumValue("NEW", 1), new BtfEnumValue("RUNNING", 7)]));
        return builder.Build();
    }

    private static (LinkedProgram Program, BpfInstruction Instruction) Relocate(
        BpfInstruction instruction,
        CoreRelocationKind kind,
        string access,
        uint type = Node,
        BtfTypes? local = null,
        BtfTypes? kernel = null)
    {
        var function = new FunctionSpec
        {
            Name = "main",
            Instructions = [instruction, BpfInstruction.Exit()],
            Slots = instruction.Slots + 1,
            CoreRelocations = [new CoreRelocationSpec(0, new CoreRelocation(0, type, access, kind))],
        };
        var program = LinkedProgram.Link(function);
        new CoreRelocator(local ?? Local(), () => kernel ?? Kernel(), () => [], isBigEndian: false).Apply(program);
        return (program, program.Slots[0]);
    }

    private static long Value(CoreRelocationKind kind, string access, int before, uint type = Node, BtfTypes? kernel = null) =>
        Relocate(BpfInstruction.Mov(BpfRegister.R1, before), kind, access, type, kernel: kernel).Instruction.Immediate;

    [Theory]
    [InlineData(CoreRelocationKind.FieldByteOffset, "0:0", 0, 8)]
    [InlineData(CoreRelocationKind.FieldByteOffset, "0:1", 8, 16)]
    [InlineData(CoreRelocationKind.FieldByteOffset, "0:3:1", 24, 36)]
    [InlineData(CoreRelocationKind.FieldByteOffset, "1:0", 40, 72)]
    [InlineData(CoreRelocationKind.FieldByteSize, "0:0", 4, 4)]
    [InlineData(CoreRelocationKind.FieldByteSize, "0:3", 16, 8)]
    [InlineData(CoreRelocationKind.FieldExists, "0:1", 1, 1)]
    [InlineData(CoreRelocationKind.FieldExists, "0:3:3", 1, 0)]
    [InlineData(CoreRelocationKind.FieldSigned, "0:0", 1, 1)]
    [InlineData(CoreRelocationKind.FieldSigned, "0:2", 0, 0)]
    [InlineData(CoreRelocationKind.FieldByteSize, "0:2", 4, 8)] // 5 bits from bit 30 of their word: read with the next size up.
    [InlineData(CoreRelocationKind.FieldLeftShift64, "0:2", 61, 64 - 35)]
    [InlineData(CoreRelocationKind.FieldRightShift64, "0:2", 61, 59)]
    [InlineData(CoreRelocationKind.TypeExists, "0", 1, 1)]
    [InlineData(CoreRelocationKind.TypeSize, "0", 40, 64)]
    [InlineData(CoreRelocationKind.TypeMatches, "0", 1, 0)]
    [InlineData(CoreRelocationKind.TypeIdLocal, "0", (int)Node, (int)Node)]
    [InlineData(CoreRelocationKind.TypeIdTarget, "0", (int)Node, 10)]
    public void Question_AboutTheStruct_IsAnsweredByTheKernel(CoreRelocationKind kind, string access, int before, int after) =>
        Assert.Equal(after, Value(kind, access, before));

    [Theory]
    [InlineData(CoreRelocationKind.EnumValueExists, "0", 1, 1)]
    [InlineData(CoreRelocationKind.EnumValueExists, "1", 1, 0)]
    [InlineData(CoreRelocationKind.EnumValue, "0", 1, 7)]
    public void Question_AboutAValueOfAnEnumeration_IsAnsweredByItsName(CoreRelocationKind kind, string access, int before, int after) =>
        Assert.Equal(after, Value(kind, access, before, State));

    [Fact]
    public void Load_OfAMovedField_IsPatched() => Assert.Equal(
        BpfInstruction.Load(MemorySize.DoubleWord, BpfRegister.R1, BpfRegister.R2, 16),
        Relocate(
            BpfInstruction.Load(MemorySize.DoubleWord, BpfRegister.R1, BpfRegister.R2, 8),
            CoreRelocationKind.FieldByteOffset,
            "0:1").Instruction);

    [Fact]
    public void WideLoad_OfAnOffset_IsPatched() => Assert.Equal(
        BpfInstruction.LoadImmediate64(BpfRegister.R1, 8),
        Relocate(BpfInstruction.LoadImmediate64(BpfRegister.R1, 0), CoreRelocationKind.FieldByteOffset, "0:0").Instruction);

    [Fact]
    public void Flavor_IsNoPartOfTheName()
    {
        var move = BpfInstruction.Mov(BpfRegister.R1, 0);
        Assert.Equal(8, Relocate(move, CoreRelocationKind.FieldByteOffset, "0:0", local: Local("node___old")).Instruction.Immediate);
    }

    [Fact]
    public void Field_ThatTheKernelLacks_IsAnInstructionThatMustNotBeReached()
    {
        var builder = Basics();
        builder.Add(new BtfStruct("node", 4, [new BtfMember("other", Int, 0)]));
        var (program, instruction) = Relocate(
            BpfInstruction.LoadImmediate64(BpfRegister.R1, 0), CoreRelocationKind.FieldByteOffset, "0:0", kernel: builder.Build());

        Assert.Equal(BpfInstruction.Call(CorePatch.UnreachableHelper), instruction);
        Assert.Equal(instruction, program.Slots[1]);
        Assert.Equal("this kernel has no node.id", program.Unreachable[0]);
    }

    [Theory]
    [InlineData(Unsigned, UnsignedLong, MemorySize.DoubleWord)]
    [InlineData(UnsignedLong, Unsigned, MemorySize.Word)]
    public void UnsignedField_OfAnotherSize_IsReadWithThatSize(uint before, uint after, MemorySize size)
    {
        var (local, kernel) = (OneField(before), OneField(after));
        var load = BpfInstruction.Load(before == Unsigned ? MemorySize.Word : MemorySize.DoubleWord, BpfRegister.R1, BpfRegister.R2, 0);

        var (_, patched) = Relocate(load, CoreRelocationKind.FieldByteOffset, "0:0", local: local, kernel: kernel);
        Assert.Equal(size, patched.MemorySize);
    }

    [Fact]
    public void SignedField_OfAnotherSize_CannotBeReadAndSaysSo()
    {
        var (program, _) = Relocate(
            BpfInstruction.Load(MemorySize.Word, BpfRegister.R1, BpfRegister.R2, 0),
            CoreRelocationKind.FieldByteOffset, "0:0", local: OneField(Int), kernel: OneField(Long));
        Assert.Contains("8 bytes in this kernel and 4 in the object", program.Unreachable[0]);
    }

    [Fact]
    public void Field_OfAnotherKind_IsNotTheField()
    {
        var (local, kernel) = (OneField(Int), OneField(LeafPointer));
        var move = BpfInstruction.Mov(BpfRegister.R1, 1);
        Assert.Equal(0, Relocate(move, CoreRelocationKind.FieldExists, "0:0", local: local, kernel: kernel).Instruction.Immediate);
    }

    [Fact]
    public void Types_OfOneName_MustAgree()
    {
        var builder = BtfBuilder.From(Kernel());
        builder.Add(new BtfStruct("node", 8, [new BtfMember("id", Int, 0)]));
        var exception = Assert.Throws<BpfException>(() => Value(CoreRelocationKind.FieldByteOffset, "0:0", 0, kernel: builder.Build()));
        Assert.Contains("several types node, which differ in node.id", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("0:")]
    [InlineData("0:-1")]
    [InlineData("0:9")]
    [InlineData("0:0:0")]
    [InlineData("0:3:4")]
    [InlineData("x")]
    [InlineData("99999999999")]
    public void Access_ThatIsNone_IsATypedError(string access) =>
        Assert.Throws<ObjectFormatException>(() => Value(CoreRelocationKind.FieldByteOffset, access, 0));

    [Fact]
    public void Instruction_ThatHoldsAnotherValue_IsATypedError()
    {
        var exception = Assert.Throws<ObjectFormatException>(() => Value(CoreRelocationKind.FieldByteOffset, "0:1", 4));
        Assert.Contains("the object's types give 8", exception.Message);
    }

    [Fact]
    public void Instruction_ThatTakesNoValue_IsATypedError() => Assert.Throws<ObjectFormatException>(
        () => Relocate(BpfInstruction.Mov(BpfRegister.R1, BpfRegister.R2), CoreRelocationKind.FieldByteOffset, "0:0"));

    [Fact]
    public void Nesting_WithoutAnEnd_IsATypedError()
    {
        string access = string.Join(':', Enumerable.Repeat("0", 100));
        Assert.Throws<ObjectFormatException>(() => Value(CoreRelocationKind.FieldByteOffset, access, 0));
    }

    private static BtfTypes OneField(uint type)
    {
        var builder = Basics();
        builder.Add(new BtfStruct("node", 8, [new BtfMember("x", type, 0)]));
        return builder.Build();
    }
}
