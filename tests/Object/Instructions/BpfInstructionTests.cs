using CsBpf.Object.Instructions;

namespace CsBpf.Object.Tests.Instructions;

public sealed class BpfInstructionTests
{
    private const BpfRegister R1 = BpfRegister.R1;
    private const BpfRegister R2 = BpfRegister.R2;

    public static TheoryData<BpfInstruction, BpfIsa> Levels { get; } = new()
    {
        { BpfInstruction.Alu(AluOperation.Add, R1, R2), BpfIsa.V1 },
        { BpfInstruction.Alu(AluOperation.Add, R1, R2, is32: true), BpfIsa.V3 },
        { BpfInstruction.Alu(AluOperation.Div, R1, 3), BpfIsa.V1 },
        { BpfInstruction.Alu(AluOperation.SignedDiv, R1, 3), BpfIsa.V4 },
        { BpfInstruction.Alu(AluOperation.SignedMod, R1, R2, is32: true), BpfIsa.V4 },
        { BpfInstruction.MovSignExtended(MemorySize.Byte, R1, R2), BpfIsa.V4 },
        { BpfInstruction.EndianSwap(EndianOrder.Big, MemorySize.Word, R1), BpfIsa.V1 },
        { BpfInstruction.EndianSwap(EndianOrder.Swap, MemorySize.Word, R1), BpfIsa.V4 },
        { BpfInstruction.Load(MemorySize.Byte, R1, R2, 0), BpfIsa.V1 },
        { BpfInstruction.LoadSignExtended(MemorySize.Byte, R1, R2, 0), BpfIsa.V4 },
        { BpfInstruction.StoreImmediate(MemorySize.Byte, R1, 0, 1), BpfIsa.V4 },
        { BpfInstruction.Atomic(AtomicOperation.Add, MemorySize.DoubleWord, R1, 0, R2), BpfIsa.V1 },
        { BpfInstruction.Atomic(AtomicOperation.FetchAdd, MemorySize.DoubleWord, R1, 0, R2), BpfIsa.V3 },
        { BpfInstruction.Atomic(AtomicOperation.LoadAcquire, MemorySize.Half, R1, 0, R2), BpfIsa.V4 },
        { BpfInstruction.Jump(JumpCondition.SignedGreater, R1, 0, 1), BpfIsa.V1 },
        { BpfInstruction.Jump(JumpCondition.SignedLess, R1, 0, 1), BpfIsa.V2 },
        { BpfInstruction.Jump(JumpCondition.Equal, R1, R2, 1, is32: true), BpfIsa.V3 },
        { BpfInstruction.Jump(1), BpfIsa.V1 },
        { BpfInstruction.JumpLong(1), BpfIsa.V4 },
        { BpfInstruction.MayGoto(1), BpfIsa.V4 },
        { BpfInstruction.Call(1), BpfIsa.V1 },
        { BpfInstruction.Exit(), BpfIsa.V1 },
    };

    [Theory]
    [MemberData(nameof(Levels))]
    public void MinimumIsa_Instruction_IsTheLevelOfClang(BpfInstruction instruction, BpfIsa level) =>
        Assert.Equal(level, instruction.MinimumIsa);

    [Fact]
    public void Alu_EveryOperation_IsDecodedFromItsEncoding()
    {
        foreach (var operation in Enum.GetValues<AluOperation>().Except([AluOperation.EndianSwap, AluOperation.Neg]))
        {
            Assert.Equal(operation, BpfInstruction.Alu(operation, R1, R2).AluOperation);
            Assert.Equal(operation, BpfInstruction.Alu(operation, R1, 5, is32: true).AluOperation);
            Assert.True(BpfInstruction.Alu(operation, R1, R2).UsesSourceRegister);
            Assert.True(BpfInstruction.Alu(operation, R1, 5, is32: true).Is32Bit);
        }
    }

    [Fact]
    public void Jump_EveryCondition_IsDecodedNegatedAndSwapped()
    {
        foreach (var condition in Enum.GetValues<JumpCondition>())
        {
            var jump = BpfInstruction.Jump(condition, R1, 5, -3);
            Assert.Equal(condition, jump.JumpCondition);
            Assert.True(jump.IsConditionalJump);
            Assert.Equal(-3, jump.JumpDistance);
            Assert.Equal(condition, condition.SwapOperands().SwapOperands());
            Assert.Equal(condition == JumpCondition.Set ? null : condition, condition.Negate()?.Negate());
        }
    }

    [Fact]
    public void JumpLong_Distance_IsTheImmediate()
    {
        var jump = BpfInstruction.JumpLong(100_000);
        Assert.True(jump is { IsJump: true, IsConditionalJump: false, JumpDistance: 100_000 });
        Assert.True(BpfInstruction.MayGoto(4) is { IsJump: true, IsConditionalJump: true, IsMayGoto: true, JumpDistance: 4 });
        Assert.False(BpfInstruction.Exit().IsJump);
        Assert.False(BpfInstruction.Call(1).IsJump);
    }

    [Fact]
    public void Call_EachTarget_IsToldApart()
    {
        Assert.True(BpfInstruction.Call(14) is { IsCall: true, CallTarget: CallTarget.Helper, Immediate: 14 });
        Assert.True(BpfInstruction.CallFunction(-1) is { IsCall: true, CallTarget: CallTarget.Function, Immediate: -1 });
        Assert.True(BpfInstruction.CallKfunc(77, 2) is { IsCall: true, CallTarget: CallTarget.Kfunc, Immediate: 77, Offset: 2 });
    }

    [Fact]
    public void Memory_EachForm_TellsItsWidthAndWhatItDoes()
    {
        foreach (var size in Enum.GetValues<MemorySize>())
        {
            Assert.True(BpfInstruction.Load(size, R1, R2, 4) is { IsLoad: true, IsStore: false } load && load.MemorySize == size);
            Assert.True(BpfInstruction.Store(size, R1, 4, R2) is { IsLoad: false, IsStore: true } store && store.MemorySize == size);
            Assert.True(BpfInstruction.StoreImmediate(size, R1, 4, 9) is { IsStore: true } constant && constant.MemorySize == size);
            Assert.Equal(size.Bits(), size.Bytes() * 8);
        }

        Assert.True(BpfInstruction.Atomic(AtomicOperation.Exchange, MemorySize.Word, R1, 0, R2) is
        { IsAtomic: true, IsStore: false, AtomicOperation: AtomicOperation.Exchange, MemorySize: MemorySize.Word });
        var acquire = BpfInstruction.Atomic(AtomicOperation.LoadAcquire, MemorySize.Word, R1, 0, R2);
        Assert.Equal((R2, R1), (acquire.Destination, acquire.SourceRegister));
    }

    [Fact]
    public void Factories_FormsThatDoNotExist_Throw()
    {
        Assert.Throws<ArgumentException>(() => BpfInstruction.MovSignExtended(MemorySize.Word, R1, R2, is32: true));
        Assert.Throws<ArgumentException>(() => BpfInstruction.MovSignExtended(MemorySize.DoubleWord, R1, R2));
        Assert.Throws<ArgumentException>(() => BpfInstruction.LoadSignExtended(MemorySize.DoubleWord, R1, R2, 0));
        Assert.Throws<ArgumentException>(() => BpfInstruction.EndianSwap(EndianOrder.Big, MemorySize.Byte, R1));
        Assert.Throws<ArgumentException>(() => BpfInstruction.Atomic(AtomicOperation.Add, MemorySize.Half, R1, 0, R2));
        Assert.Throws<ArgumentException>(() => BpfInstruction.LoadPacketAbsolute(MemorySize.DoubleWord, 0));
    }
}
