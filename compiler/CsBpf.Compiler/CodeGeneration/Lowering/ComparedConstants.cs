using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>
/// Where a comparison has just found a value equal to a constant that a phi takes, the phi takes the value: in one register with the phi,
/// it needs no move and no block for it.
/// </summary>
internal static class ComparedConstants
{
    /// <summary>Goes over the phis of a function whose critical edges are split.</summary>
    public static void Run(Function function)
    {
        function.FillPredecessors();
        foreach (Value phi in function.Blocks.SelectMany(block => block.Phis).Where(phi => IsWhole(phi.Type)))
        {
            for (int i = 0; i < phi.Arguments.Count; i++)
            {
                if (phi.Arguments[i] is { IsConstant: true, Immediate: var constant } && FindEqual(phi.Incoming[i]) is var (value, number)
                    && value.Type == phi.Type && number == constant)
                    phi.Arguments[i] = value;
            }
        }
    }

    /// <summary>The comparison that leads to an empty block, where its sides are equal.</summary>
    private static (Value Value, long Number)? FindEqual(BasicBlock block)
    {
        if (block is not { Values: [], Predecessors: [{ Terminator: TerminatorKind.Branch, Control: { } condition } branch] })
            return null;
        return condition is { Opcode: Opcode.Equal or Opcode.NotEqual, Arguments: [var value, { IsConstant: true, Immediate: var number }] }
            && branch.Successors[condition.Opcode == Opcode.Equal ? 0 : 1] == block
            ? (value, number)
            : null;
    }

    // A constant's upper half is zero; whether that of another I32 is, nobody has compared.
    private static bool IsWhole(IrType type) => type is IrType.I64 or IrType.Pointer or IrType.KernelPointer;
}
