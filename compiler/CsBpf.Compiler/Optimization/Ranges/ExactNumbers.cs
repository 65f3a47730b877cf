using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.Optimization.Ranges;

/// <summary>
/// The numbers that the verifier knows exactly wherever it comes to them, because it follows loops round by round: constants, what is computed
/// from them, and what counts from one by another.
/// </summary>
internal sealed class ExactNumbers
{
    private readonly HashSet<Value> _exact;

    /// <summary>Finds them: all are taken for exact until one of their operands is not.</summary>
    /// <param name="function">The function.</param>
    /// <param name="isForgotten">The phis of which the verifier knows nothing.</param>
    public ExactNumbers(Function function, Predicate<Value> isForgotten)
    {
        _exact = [.. function.Blocks.SelectMany(block => block.Values).Where(value => IsComputed(value) && !isForgotten(value))];
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (BasicBlock block in function.Blocks)
            {
                foreach (Value value in block.Values)
                {
                    if (_exact.Contains(value) && !value.Arguments.TrueForAll(Contains))
                        changed |= _exact.Remove(value);
                }
            }
        }
    }

    /// <summary>Whether a number is one of them.</summary>
    public bool Contains(Value value) => value.IsConstant || _exact.Contains(value);

    /// <summary>Verifiers compute no divisions, and forget what is negated.</summary>
    private static bool IsComputed(Value value) => value.Type is IrType.I32 or IrType.I64 && value.Opcode is Opcode.Phi
        or Opcode.Add or Opcode.Subtract or Opcode.Multiply or Opcode.And or Opcode.Or or Opcode.Xor
        or Opcode.ShiftLeft or Opcode.ShiftRightUnsigned or Opcode.ShiftRightSigned
        or Opcode.ZeroExtend or Opcode.SignExtend or Opcode.Truncate;
}
