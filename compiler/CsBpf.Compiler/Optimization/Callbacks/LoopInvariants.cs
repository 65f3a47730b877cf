using CsBpf.Compiler.Ir;
using CsBpf.Compiler.Ir.Analysis;

namespace CsBpf.Compiler.Optimization.Callbacks;

/// <summary>What is the same in each round of a loop, and so cheap that it is made anew where it is needed, in the loop's function and around it.</summary>
internal static class LoopInvariants
{
    /// <summary>Whether a value is made anew from its operands: there, the verifier and the compiler know as much of it as here.</summary>
    public static bool IsMadeAnew(Value value) => value.Opcode switch
    {
        Opcode.Constant or Opcode.GlobalAddress or Opcode.MapAddress or Opcode.FunctionAddress or Opcode.KfuncExists => true,
        Opcode.CoreConstant => value.CoreConstant.HasAnswerEverywhere,
        Opcode.PointerAdd => value.Arguments[1].IsConstant && value.Arguments[0].Opcode != Opcode.SlotAddress,
        Opcode.And => value.Arguments[1].IsConstant,
        Opcode.ZeroExtend or Opcode.SignExtend or Opcode.Truncate => true,
        _ => false,
    };

    /// <summary>
    /// Moves those that are used behind a loop before it. They may come from there when values are numbered, and in the loop's context
    /// they would be numbers of which the verifier knows nothing. <see cref="BasicBlock.Predecessors"/> must be filled.
    /// </summary>
    public static void MoveBefore(Function function, Loop loop)
    {
        if (new DominatorTree(function).ImmediateDominator(loop.Header) is not { } before)
            return;
        List<Value> usedBehind =
        [
            .. function.Blocks.Where(block => !loop.Blocks.Contains(block))
                .SelectMany(block => block.Values.SelectMany(value => value.Arguments).Append(block.Control)).OfType<Value>(),
        ];
        foreach (Value used in usedBehind.Where(IsInvariant))
            Move(used);

        bool IsInvariant(Value value) => IsIn(value) && IsMadeAnew(value) && value.Arguments.TrueForAll(argument => !IsIn(argument) || IsInvariant(argument));

        bool IsIn(Value value) => loop.Blocks.Contains(value.Block!);

        void Move(Value value)
        {
            foreach (Value argument in value.Arguments.Where(IsIn))
                Move(argument);
            value.Block!.Values.Remove(value);
            before.Append(value);
        }
    }
}
