using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;
using CsBpf.Object.Instructions;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>
/// What the verifier knows of numbers, on every way that it follows: it computes as <see cref="RangeArithmetic"/> does, and a comparison tells it
/// about the very register that was compared, where it knows the other side exactly.
/// </summary>
internal sealed class VerifierView
{
    private readonly BpfIsa _isa;
    private readonly HashSet<BasicBlock> _forgetful;
    private readonly ExactNumbers _exact;
    private readonly HashSet<Value> _operands;

    public VerifierView(Function function, DominatorTree dominators, BpfIsa isa)
    {
        _isa = isa;
        var loops = new Loops(function, dominators);
        _forgetful = [.. loops.All.Where(loop => loop.Blocks.Any(AsksForRound)).Select(loop => loop.Header)];
        _exact = new ExactNumbers(function, IsForgotten);
        _operands = [.. function.Blocks.SelectMany(block => block.Values).SelectMany(value => value.Arguments).Where(value => value.Type == IrType.Bool)];
    }

    /// <summary>
    /// Whether the verifier may have forgotten at the start of a block what it knew before: where it stops going round by round, it takes numbers
    /// that differ between the rounds for unknown.
    /// </summary>
    public bool Forgets(BasicBlock block) => _forgetful.Contains(block);

    /// <summary>Whether a value is a number of a loop of which it knows nothing.</summary>
    public bool IsForgotten(Value phi) => phi.Opcode == Opcode.Phi && _forgetful.Contains(phi.Block!);

    /// <summary>Whether a branch on <c>x &amp; y</c> or <c>x | y</c> becomes a branch on each. Of what is 0 or 1 it does not know where that is from.</summary>
    public bool IsSplit(Value condition) => !_operands.Contains(condition);

    /// <summary>What it makes of a result. Without 32-bit instructions, signs get lost in the upper half.</summary>
    public NumberRange Result(Value value, NumberRange range) =>
        IsCopied(value) && !_exact.Contains(value) && range.SignedMinimum < 0 ? NumberRange.All(IrType.I32) : range;

    /// <summary>
    /// Whether a comparison with another value tells about a value. Without 32-bit instructions, what is compared is a copy with the sign. Linux 6.1
    /// concludes nothing from numbers that turned out not to be equal, and from others only where it knows the right one: what counts comes there.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="other">The other operand.</param>
    /// <param name="opcode">What was compared: Equal, LessSigned or LessUnsigned.</param>
    /// <param name="holds">How it turned out.</param>
    /// <param name="isKnown">Whether what was known of a value is known here, too.</param>
    public bool IsTold(Value value, Value other, Opcode opcode, bool holds, Predicate<Value> isKnown)
    {
        if (value.Type is IrType.Pointer or IrType.KernelPointer)
            return other.IsConstant;
        if (!IsExact(other, isKnown))
            return opcode != Opcode.Equal && _isa >= BpfIsa.V2 && !IsCopied(value) && IsExact(value, isKnown) && Counters.IsCounter(value) && !Counters.IsCounter(other);
        bool isUnequal = opcode == Opcode.Equal && !holds;
        return (!isUnequal && !IsCopied(value)) || IsExact(value, isKnown);
    }

    private bool IsCopied(Value value) => value.Type == IrType.I32 && _isa < BpfIsa.V3;

    private bool IsExact(Value value, Predicate<Value> isKnown) => value.IsConstant || (_exact.Contains(value) && isKnown(value));

    private static bool AsksForRound(BasicBlock block) => block.Values.Exists(value => value.Opcode == Opcode.BudgetUsedUp
        || (value.Opcode == Opcode.CallKfunc && value.Kfunc.Name.StartsWith("bpf_iter_", StringComparison.Ordinal)));
}
