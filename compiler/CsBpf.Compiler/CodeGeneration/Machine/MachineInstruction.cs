using CsBpf.Compiler.Ir;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.CodeGeneration.Machine;

/// <summary>
/// An instruction whose registers may still be virtual. What it does is told by <see cref="Form"/>, an instruction of the machine whose
/// register fields don't count; jumps name their target by the block they end (see <see cref="MachineBlock.Successors"/>).
/// </summary>
/// <param name="form">What it does.</param>
/// <param name="destination">The register in the place of the destination; r0 where there is none.</param>
/// <param name="source">The register in the place of the source; r0 where there is none.</param>
/// <param name="location">The C# that it comes from.</param>
internal sealed class MachineInstruction(BpfInstruction form, Register destination, Register source, SourceLocation location)
{
    private static readonly Register[] Arguments = [.. Enumerable.Range(0, Register.MaxArguments).Select(Register.Argument)];
    private static readonly Register[] Clobbered = [.. Enumerable.Range(0, Register.FirstPreserved).Select(index => new Register(index))];

    /// <summary>What it does.</summary>
    public BpfInstruction Form { get; set; } = form;

    /// <summary>The register in the place of the destination.</summary>
    public Register Destination { get; set; } = destination;

    /// <summary>The register in the place of the source.</summary>
    public Register Source { get; set; } = source;

    /// <summary>The C# that it comes from.</summary>
    public SourceLocation Location { get; } = location;

    /// <summary>
    /// The stack memory whose place is added to the displacement of a load or store. On a move from the frame pointer: the instruction
    /// gives the address of this memory plus the immediate, and is emitted as a move and an addition.
    /// </summary>
    public FrameObject? Frame { get; init; }

    /// <summary>What a relocation fills in: a map, a global variable, a function or a kernel function.</summary>
    public object? Symbol { get; init; }

    /// <summary>What the loader fills in from the kernel's BTF: the immediate of arithmetic, the displacement of a load.</summary>
    public CoreConstant? Core { get; init; }

    /// <summary>On a comparison: the verifier may learn from it what it must know of a number.</summary>
    public bool TellsLimit { get; init; }

    /// <summary>
    /// On a move of a register to itself: the verifier gives a number that is moved an id, and what a comparison tells about it holds for all
    /// that has this id, spilled or not.
    /// </summary>
    public bool NamesContent { get; init; }

    /// <summary>How many of r1–r5 a call reads; of an exit, 1 where it returns r0.</summary>
    public int ArgumentCount { get; init; }

    /// <summary>True for a copy of all 64 bits from a register that can be allocated.</summary>
    public bool IsMove => IsRegisterMove && !NamesContent && Frame is null && Source != Register.FramePointer;

    /// <summary>True for the address of stack memory.</summary>
    public bool IsFrameAddress => IsRegisterMove && Frame is not null;

    /// <summary>True where the result depends on nothing but the instruction, so that it may be computed again instead of kept.</summary>
    public bool IsRematerializable => Form.IsWideLoad || IsFrameAddress ||
        (Form is { IsAlu: true, AluOperation: AluOperation.Mov, UsesSourceRegister: false });

    /// <summary>True where the destination is an operand.</summary>
    public bool ReadsDestination => Form.IsAlu
        ? Form.AluOperation != AluOperation.Mov
        : Form.IsStore || Form.IsAtomic || (Form.IsConditionalJump && !Form.IsMayGoto);

    /// <summary>True where the destination is the result.</summary>
    public bool WritesDestination => Form.IsAlu || Form.IsLoad || Form.IsWideLoad;

    /// <summary>True where the source is a register operand.</summary>
    public bool ReadsSource => Form.IsLoad || Form.Class == InstructionClass.StoreRegister ||
        (((Form.IsAlu && Form.AluOperation != AluOperation.EndianSwap) || (Form.IsConditionalJump && !Form.IsMayGoto)) && Form.UsesSourceRegister);

    /// <summary>True where the source is the result as well: what an atomic operation found in memory.</summary>
    public bool WritesSource => Form is
    {
        IsAtomic: true,
        AtomicOperation: AtomicOperation.FetchAdd or AtomicOperation.FetchAnd or AtomicOperation.FetchOr or AtomicOperation.FetchXor
            or AtomicOperation.Exchange,
    };

    private bool IsCompareExchange => Form is { IsAtomic: true, AtomicOperation: AtomicOperation.CompareExchange };

    /// <summary>The registers that are read.</summary>
    public ReadOnlySpan<Register> Uses => this switch
    {
        { Form: { IsCall: true } or { IsExit: true } } => Form.IsExit ? Clobbered.AsSpan(0, ArgumentCount) : Arguments.AsSpan(0, ArgumentCount),
        { IsCompareExchange: true } => new[] { Destination, Source, Register.Result },
        { ReadsDestination: true, ReadsSource: true } => new[] { Destination, Source },
        { ReadsDestination: true } => new[] { Destination },
        { ReadsSource: true } => new[] { Source },
        _ => [],
    };

    /// <summary>The registers that are written.</summary>
    public ReadOnlySpan<Register> Definitions => this switch
    {
        { Form.IsCall: true } => Clobbered,
        { WritesDestination: true } => new[] { Destination },
        { WritesSource: true } => new[] { Source },
        { IsCompareExchange: true } => new[] { Register.Result },
        _ => [],
    };

    private bool IsRegisterMove =>
        Form is { Class: InstructionClass.Alu64, AluOperation: AluOperation.Mov, UsesSourceRegister: true, Offset: 0 };

    /// <summary>The same instruction with another register as result.</summary>
    public MachineInstruction WithDestination(Register destination) =>
        new(Form, destination, Source, Location) { Frame = Frame, Symbol = Symbol, Core = Core, ArgumentCount = ArgumentCount };

    /// <summary>Whether it does the same; where it comes from doesn't count.</summary>
    public bool IsSameAs(MachineInstruction other) =>
        (Form, Destination, Source, ArgumentCount) == (other.Form, other.Destination, other.Source, other.ArgumentCount)
        && Frame == other.Frame && Equals(Symbol, other.Symbol) && Equals(Core, other.Core);

    /// <summary>Whether the instruction set has the opposite of a conditional jump.</summary>
    public bool CanNegate(BpfIsa isa) => Form.JumpCondition.Negate() is { } opposite && opposite.IsIn(isa);

    /// <summary>Makes a conditional jump jump exactly when it did not.</summary>
    /// <returns>False where the instruction set has no such jump.</returns>
    public bool TryNegate(BpfIsa isa)
    {
        if (!CanNegate(isa) || Form.JumpCondition.Negate() is not { } opposite)
            return false;
        Form = Form.UsesSourceRegister
            ? BpfInstruction.Jump(opposite, default, default(BpfRegister), 0, Form.Is32Bit)
            : BpfInstruction.Jump(opposite, default, (int)Form.Immediate, 0, Form.Is32Bit);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Form} [{Destination}, {Source}]";
}
