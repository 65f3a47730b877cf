using CsBpf.Compiler.Ir;

namespace CsBpf.Compiler.CodeGeneration.Lowering;

/// <summary>Gives a program one block that returns its fault value; all faults lead there.</summary>
internal static class FaultLowering
{
    /// <summary>Lowers the faults of a function.</summary>
    public static void Run(Function function)
    {
        List<BasicBlock> faults = [.. function.Blocks.Where(block => block.Terminator is TerminatorKind.Fault or TerminatorKind.Unreachable)];
        if (faults.Count == 0)
            return;

        BasicBlock exit = function.NewBlock();
        Value value = function.NewValue(Opcode.Constant, function.ReturnType, faults[0].TerminatorLocation, immediate: function.Program!.FaultValue);
        exit.Append(value);
        exit.Return(value, faults[0].TerminatorLocation);
        foreach (BasicBlock fault in faults)
            fault.Jump(exit, fault.TerminatorLocation);
    }
}
